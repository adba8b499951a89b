namespace DpiBlocks.Cli;

/// <summary>The command, or a file that it names, cannot be used: one clear line on standard error, and exit code 2.</summary>
/// <remarks>The message may hold the names of files, which others chose: it is made safe to show here, once.</remarks>
internal sealed class CliException(string message) : Exception(DisplayText.Escape(message));

namespace DpiBlocks.Cli;

/// <summary>The command, or a file that it names, cannot be used: one clear line on standard error, and exit code 2.</summary>
internal sealed class CliException(string message) : Exception(message);

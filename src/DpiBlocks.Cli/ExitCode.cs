namespace DpiBlocks.Cli;

/// <summary>What a script reads. Of several, the worst counts.</summary>
internal static class ExitCode
{
    /// <summary>All was done, all was accepted.</summary>
    public const int Accepted = 0;

    /// <summary>Something was refused, unreadable content included.</summary>
    public const int Refused = 1;

    /// <summary>The command or a file cannot be used, or an input is over the size limit.</summary>
    public const int Unusable = 2;
}

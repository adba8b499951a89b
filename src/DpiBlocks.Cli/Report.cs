namespace DpiBlocks.Cli;

/// <summary>Tells how a command ended: what was done on standard output, a refusal on standard error.</summary>
internal static class Report
{
    public static int Done(Refusal? refusal, string done)
    {
        if (refusal is null)
        {
            Console.WriteLine(done);
            return ExitCode.Accepted;
        }

        return Refused(refusal);
    }

    public static int Refused(Refusal refusal)
    {
        Console.Error.WriteLine($"dpi: refused: {refusal.Message} ({refusal.Code}{(refusal.Location is { } where ? $" at {where}" : string.Empty)})");
        return ExitCode.Refused;
    }
}

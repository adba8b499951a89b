namespace DpiBlocks.Cli;

/// <summary>Tells how a command ended: what was done on standard output, a refusal on standard error.</summary>
internal static class Report
{
    public static int Done(Refusal? refusal, string done)
    {
        if (refusal is null)
        {
            Console.WriteLine(DisplayText.Escape(done));
            return ExitCode.Accepted;
        }

        return Refused(refusal);
    }

    public static int Refused(Refusal refusal)
    {
        Console.Error.WriteLine($"dpi: refused: {DisplayText.Escape(Sentence(refusal))}");
        return ExitCode.Refused;
    }

    /// <summary>A refusal as a sentence with its code and place. The place may hold names from outside: it is not safe to show yet.</summary>
    public static string Sentence(Refusal refusal) =>
        $"{refusal.Message} ({refusal.Code}{(refusal.Location is { } where ? $" at {where}" : string.Empty)})";
}

using DpiBlocks;
using DpiBlocks.Credentials;

namespace RightToWork;

/// <summary>Tells the story on the console.</summary>
internal static class Story
{
    public static void Scene(string title)
    {
        Console.WriteLine();
        Console.WriteLine(title);
        Console.WriteLine(new string('-', title.Length));
    }

    public static void Say(string text) => Console.WriteLine($"  {text}");

    public static void Show(Verification<VerifiedCredential> verdict)
    {
        foreach (var check in verdict.Checks)
        {
            Say($"  {check.Outcome.ToString().ToLowerInvariant(),-14} {check.Name.Replace('_', ' ').Replace(".", ": ", StringComparison.Ordinal)}");
        }
    }

    /// <summary>Tells one fraud and how it ended; true when it was refused as it must be.</summary>
    public static bool Fraud(string what, Verification<VerifiedCredential> verdict, string expectedCode)
    {
        var caught = verdict.Refusal?.Code == expectedCode;
        Console.WriteLine();
        Say(what);
        Say(verdict.Refusal is { } refusal ? $"  REFUSED  {refusal.Code}: {refusal.Message}" : "  ACCEPTED, which must never happen!");
        return caught;
    }
}

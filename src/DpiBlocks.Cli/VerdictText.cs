using System.Globalization;
using System.Text.Json;
using DpiBlocks.Credentials;

namespace DpiBlocks.Cli;

/// <summary>A verdict in plain words, for a person: what was found, what was checked, what was not, and why it was refused.</summary>
internal static class VerdictText
{
    // What the lines above the claims say already, or what only a program can read.
    private static readonly string[] Registered = ["iss", "iat", "nbf", "exp", "vct", "vct#integrity", "cnf", "status"];

    public static void Write(TextWriter output, string file, Verification<VerifiedCredential> verdict)
    {
        output.WriteLine($"{Headline(verdict.Grade)}  {DisplayText.Escape(file)}");
        if (verdict.TryGetValue(out var credential, out var refusal))
        {
            Line(output, "what", $"{credential.Format}, {string.Join(", ", credential.Types.Select(DisplayText.Escape))}");
            Line(output, "issued by", DisplayText.Escape(credential.Issuer.Value));
            Line(output, "holder", Holder(credential.HolderBinding));
            if (credential.Validity.ExpiresAt is { } expires)
            {
                Line(output, "valid until", expires.ToString("u", CultureInfo.InvariantCulture));
            }

            WriteClaims(output, credential.Claims, Registered);
        }
        else
        {
            Line(output, "why", DisplayText.Escape(Report.Sentence(refusal)));
        }

        WriteChecks(output, verdict, CheckOutcome.Passed, "checked");
        WriteChecks(output, verdict, CheckOutcome.Failed, "failed");
        WriteChecks(output, verdict, CheckOutcome.NotChecked, "not checked");
        WriteChecks(output, verdict, CheckOutcome.NotApplicable, "not there");
    }

    /// <summary>Writes one claim a line, nested names joined by a slash.</summary>
    public static void WriteClaims(TextWriter output, JsonElement claims, params ReadOnlySpan<string> without)
    {
        var hidden = without.ToArray();
        foreach (var (path, value) in claims.EnumerateObject().Where(member => !hidden.Contains(member.Name)).SelectMany(member => Leaves(member.Value, member.Name)))
        {
            output.WriteLine($"      {DisplayText.Escape(path)} = {DisplayText.Escape(value)}");
        }
    }

    public static void Line(TextWriter output, string label, string text) => output.WriteLine($"  {label,-12} {text}");

    private static string Headline(Grade grade) => grade switch
    {
        Grade.Accepted => "ACCEPTED",
        Grade.AcceptedWithReservation => "ACCEPTED WITH RESERVATION",
        Grade.Undetermined => "NOT ACCEPTED: could not be determined",
        _ => "REFUSED",
    };

    private static string Holder(HolderBinding binding) => binding switch
    {
        HolderBinding.Proved => "proved to hold the key that the credential is bound to",
        HolderBinding.NotDemanded => "bound to a key, and no proof was demanded: whoever presents it may be another",
        _ => "bound to nobody: match the person by other means, such as a photo document",
    };

    private static void WriteChecks(TextWriter output, Verification<VerifiedCredential> verdict, CheckOutcome outcome, string label)
    {
        var names = verdict.Checks.Where(check => check.Outcome == outcome).Select(check => check.Name.Replace('_', ' ').Replace(".", ": ", StringComparison.Ordinal)).Distinct().ToList();
        if (names.Count > 0)
        {
            Line(output, label, string.Join(", ", names));
        }
    }

    private static IEnumerable<(string Path, string Value)> Leaves(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Leaves(member.Value, Join(path, member.Name))),
        JsonValueKind.Array => element.EnumerateArray().SelectMany((item, index) => Leaves(item, Join(path, index.ToString(CultureInfo.InvariantCulture)))),
        _ => [(path, element.ToString())],
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}/{name}";
}

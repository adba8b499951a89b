using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DpiBlocks.Credentials;

namespace DpiBlocks.Cli.Commands;

/// <summary><c>dpi inspect</c>: what a credential is and says, with nothing verified, and clearly so labelled.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The credential; - for standard input." };
        var command = new Command("inspect", "Shows what a credential is and says. Verifies NOTHING.") { file };
        command.SetAction(result =>
        {
            var path = result.GetRequiredValue(file);
            return CredentialReader.TryRead(Files.ReadCredential(path), out var credential, out var refusal)
                ? Show(path, credential)
                : Report.Refused(refusal);
        });
        return command;
    }

    private static int Show(string path, Credential credential)
    {
        Console.WriteLine($"NOT VERIFIED  {DisplayText.Escape(path)}");
        Console.WriteLine("  Nothing below was checked; all of it may be a lie. Use dpi verify to find out.");
        VerdictText.Line(Console.Out, "format", credential.Format);
        VerdictText.Line(Console.Out, "type", string.Join(", ", credential.Types.Select(DisplayText.Escape)));
        VerdictText.Line(Console.Out, "issuer", DisplayText.Escape(credential.Issuer ?? "does not say"));
        VerdictText.Line(Console.Out, "issued", Time(credential.Validity.IssuedAt));
        VerdictText.Line(Console.Out, "valid from", Time(credential.Validity.NotBefore));
        VerdictText.Line(Console.Out, "valid until", Time(credential.Validity.ExpiresAt));
        if (!credential.TryGetUnverifiedClaims(out var claims, out var refusal))
        {
            return Report.Refused(refusal);
        }

        VerdictText.Line(Console.Out, "says", string.Empty);
        VerdictText.WriteClaims(Console.Out, JsonElement.Parse(claims.Span));
        return ExitCode.Accepted;
    }

    private static string Time(DateTimeOffset? time) => time?.ToString("u", CultureInfo.InvariantCulture) ?? "does not say";
}

using System.Text;
using System.Text.Json;
using DpiBlocks.Credentials;

namespace DpiBlocks.Cli;

/// <summary>A verdict as one line of JSON, for programs. The names are listed in docs/verdicts.md and are stable.</summary>
internal static class VerdictJson
{
    public static string Of(string file, Verification<VerifiedCredential> verdict)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            writer.WriteBoolean("accepted", verdict.IsAccepted);
            writer.WriteString("grade", Name(verdict.Grade));
            WriteCredential(writer, verdict.TryGetValue(out var credential, out _) ? credential : null);
            writer.WriteStartArray("checks");
            foreach (var check in verdict.Checks)
            {
                WriteCheck(writer, check);
            }

            writer.WriteEndArray();
            writer.WritePropertyName("refusal");
            WriteRefusal(writer, verdict.Refusal);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>The line for a file that could not be judged at all.</summary>
    public static string Unusable(string file, string message)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            writer.WriteBoolean("accepted", false);
            writer.WriteString("grade", Name(Grade.Undetermined));
            WriteCredential(writer, null);
            writer.WriteStartArray("checks");
            writer.WriteEndArray();
            writer.WritePropertyName("refusal");
            WriteRefusal(writer, new Refusal("input.unusable", message));
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    public static string Name(Grade grade) => grade switch
    {
        Grade.Accepted => "accepted",
        Grade.AcceptedWithReservation => "accepted_with_reservation",
        Grade.Undetermined => "undetermined",
        _ => "refused",
    };

    private static string Name(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "passed",
        CheckOutcome.Failed => "failed",
        CheckOutcome.NotApplicable => "not_applicable",
        _ => "not_checked",
    };

    private static void WriteCredential(Utf8JsonWriter writer, VerifiedCredential? credential)
    {
        if (credential is null)
        {
            writer.WriteNull("format");
            writer.WriteNull("issuer");
            writer.WriteNull("types");
            writer.WriteNull("claims");
            return;
        }

        writer.WritePropertyName("format");
        writer.WriteRawValue($"\"{credential.Format}\"");      // a name of ours, whose plus sign would be escaped else
        writer.WriteString("issuer", credential.Issuer.Value);
        writer.WriteStartArray("types");
        foreach (var type in credential.Types)
        {
            writer.WriteStringValue(type);
        }

        writer.WriteEndArray();
        writer.WritePropertyName("claims");
        credential.Claims.WriteTo(writer);      // written anew: white space of the issuer's could begin a line of its own
    }

    private static void WriteCheck(Utf8JsonWriter writer, Check check)
    {
        writer.WriteStartObject();
        writer.WriteString("name", check.Name);
        writer.WriteString("outcome", Name(check.Outcome));
        if (check.Reason is not null)
        {
            writer.WriteString("code", check.Reason.Code);
        }

        if (check.Source is { } source)
        {
            writer.WriteString("source", source.Name);
            writer.WriteString("obtained_at", source.ObtainedAt);
            if (source.IssuedAt is { } issued)
            {
                writer.WriteString("issued_at", issued);
            }

            if (source.ExpiresAt is { } expires)
            {
                writer.WriteString("expires_at", expires);
            }
        }

        if (check.Ruling is { } ruling)
        {
            writer.WriteString("ruling", ruling.Kind switch { RulingKind.Allow => "allow", RulingKind.Reserve => "reserve", _ => "refuse" });
        }

        foreach (var (name, value) in check.Facts.OrderBy(fact => fact.Key, StringComparer.Ordinal))
        {
            writer.WriteString($"fact_{name}", value);
        }

        writer.WriteEndObject();
    }

    private static void WriteRefusal(Utf8JsonWriter writer, Refusal? refusal)
    {
        if (refusal is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("code", refusal.Code);
        writer.WriteString("message", refusal.Message);
        writer.WriteString("location", refusal.Location);
        writer.WriteEndObject();
    }
}

using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Jcs;

namespace DpiBlocks.Oversight;

/// <summary>An event as canonical JSON. A member that has no value is left out.</summary>
internal static class AuditEventJson
{
    private static readonly JsonLimits Limits = JsonLimits.Presentation;

    private static readonly string[] Known = ["action", "actor", "at", "basis", "fields", "outcome", "purpose", "shard", "subject", "target", "tenant"];

    public static byte[] Write(AuditEvent auditEvent)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteText(writer, "action", auditEvent.Action);
            writer.WriteString("at", Rfc3339.Format(auditEvent.At));
            WriteText(writer, "outcome", auditEvent.Outcome);
            writer.WriteString("shard", StrictBase64Url.Encode(auditEvent.Shard.ToByteArray()));
            writer.WriteString("tenant", auditEvent.Shard.Tenant.Value);
            WriteText(writer, "actor", auditEvent.Actor?.Value);
            WriteText(writer, "basis", auditEvent.Basis);
            WriteText(writer, "purpose", auditEvent.Purpose?.Value);
            WriteText(writer, "subject", auditEvent.Subject?.Value);
            WriteText(writer, "target", auditEvent.Target?.ToString());
            if (!auditEvent.Fields.IsDefaultOrEmpty)
            {
                writer.WriteStartArray("fields");
                foreach (var field in auditEvent.Fields)
                {
                    writer.WriteStringValue(StrictUtf8.GetBytes(field.Value));
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return new JsonCanonicalizer(Limits).TryCanonicalize(buffer.ToArray(), out var canonical, out var refusal)
            ? canonical
            : throw new ArgumentException(refusal.Message, nameof(auditEvent));
    }

    public static bool TryRead(ReadOnlyMemory<byte> json, ShardKey shard, [NotNullWhen(true)] out AuditEvent? auditEvent)
    {
        auditEvent = null;
        if (!StrictJson.TryParse(json, Limits, out var document, out _))
        {
            return false;
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind is not JsonValueKind.Object || root.EnumerateObject().Any(member => !Known.Contains(member.Name))
                || Text(root, "action") is not { } action || Text(root, "outcome") is not { } outcome
                || !Rfc3339.TryParse(Text(root, "at"), out var at, out _)
                || !IsOf(shard, Text(root, "tenant"), Text(root, "shard")) || !TryReadFields(root, out var fields))
            {
                return false;
            }

            var read = new AuditEvent { Shard = shard, Action = action, Outcome = outcome, At = at, Basis = Text(root, "basis"), Fields = fields };
            var valid = true;
            auditEvent = read with
            {
                Actor = Read<PartyId>(root, "actor", ref valid),
                Purpose = Read<PurposeCode>(root, "purpose", ref valid),
                Subject = Read<SubjectId>(root, "subject", ref valid),
                Target = ReadDigest(root, ref valid),
            };
            auditEvent = valid ? auditEvent : null;
            return valid;
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, StrictUtf8.GetBytes(text));      // the writer itself would put another letter for half of a pair
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static bool IsOf(ShardKey shard, string? tenant, string? key) =>
        string.Equals(shard.Tenant.Value, tenant, StringComparison.Ordinal)
        && StrictBase64Url.TryDecode(key, out var bytes) && CryptographicOperations.FixedTimeEquals(bytes, shard.ToByteArray());

    private static T? Read<T>(JsonElement root, string name, ref bool valid)
        where T : struct, IParsable<T>
    {
        if (!root.TryGetProperty(name, out _))
        {
            return null;
        }

        valid &= T.TryParse(Text(root, name), null, out var value);
        return value;
    }

    private static Digest? ReadDigest(JsonElement root, ref bool valid)
    {
        if (!root.TryGetProperty("target", out _))
        {
            return null;
        }

        var read = StrictBase64Url.TryDecode(Text(root, "target"), out var bytes) && bytes.Length == MerkleTree.HashLength;
        valid &= read;
        return read ? new Digest(bytes) : null;
    }

    private static bool TryReadFields(JsonElement root, out ImmutableArray<FieldPath> fields)
    {
        fields = [];
        if (!root.TryGetProperty("fields", out var list))
        {
            return true;
        }

        if (list.ValueKind is not JsonValueKind.Array)
        {
            return false;
        }

        var read = ImmutableArray.CreateBuilder<FieldPath>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind is not JsonValueKind.String || !FieldPath.TryParse(item.GetString()!, out var field))
            {
                return false;
            }

            read.Add(field);
        }

        fields = read.MoveToImmutable();
        return true;
    }
}

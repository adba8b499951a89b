using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using DpiBlocks.Cryptography.Jcs;

namespace DpiBlocks.Consent;

/// <summary>Writes one JSON object in its canonical form (RFC 8785), so that its hash is a name for it.</summary>
internal static class CanonicalJson
{
    /// <summary>Writes.</summary>
    /// <exception cref="ArgumentException">A text is not Unicode, or the object is larger than the limits allow.</exception>
    public static byte[] Write(Action<Utf8JsonWriter> members, JsonLimits? limits = null)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return new JsonCanonicalizer(limits ?? JsonLimits.Presentation).TryCanonicalize(buffer.ToArray(), out var canonical, out var refusal)
            ? canonical
            : throw new ArgumentException(refusal.Message);
    }

    /// <summary>Reads one JSON object of a version; what is wrong with a member is refused under the code.</summary>
    public static bool TryRead<T>(
        ReadOnlyMemory<byte> json, string version, string code, Func<MemberReader, T> read, [NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Refusal? refusal)
        where T : class
    {
        value = null;
        if (!StrictJson.TryParse(json, JsonLimits.Token, out var document, out refusal))
        {
            return false;
        }

        using (document)
        {
            var reader = new MemberReader(document.RootElement, code);
            if (!string.Equals(reader.Text("ver"), version, StringComparison.Ordinal))
            {
                reader.Refuse("ver");
            }

            value = read(reader);
            refusal = reader.Refusal;
        }

        value = refusal is null ? value : null;
        return value is not null;
    }
}

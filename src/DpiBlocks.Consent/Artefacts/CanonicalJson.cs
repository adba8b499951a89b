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
}

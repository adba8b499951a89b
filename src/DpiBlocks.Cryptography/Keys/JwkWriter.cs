using System.Text.Json;

namespace DpiBlocks.Cryptography;

/// <summary>Writes the members of a JWK that are not its values.</summary>
internal static class JwkWriter
{
    public static void WriteMembers(Utf8JsonWriter writer, Jwk jwk)
    {
        WriteText(writer, "kid"u8, jwk.KeyId);

        // That of an AKP key is one of its values.
        WriteText(writer, "alg"u8, jwk.KeyType is KeyMaterial.Akp ? null : jwk.Algorithm);
        WriteText(writer, "use"u8, jwk.Use);
        if (!jwk.KeyOperations.IsEmpty)
        {
            writer.WriteStartArray("key_ops"u8);
            foreach (var operation in jwk.KeyOperations)
            {
                writer.WriteStringValue(operation);
            }

            writer.WriteEndArray();
        }

        if (!jwk.X5c.IsEmpty)
        {
            writer.WriteStartArray("x5c"u8);
            foreach (var certificate in jwk.X5c)
            {
                writer.WriteBase64StringValue(certificate.Span);
            }

            writer.WriteEndArray();
        }
    }

    public static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }
}

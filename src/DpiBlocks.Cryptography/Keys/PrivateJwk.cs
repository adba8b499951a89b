using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;

namespace DpiBlocks.Cryptography;

/// <summary>Reads and writes the private members of a JWK (RFC 7518, 6.2.2 and 6.3.2; RFC 8037, 2; RFC 9964), and leaves no copies of them.</summary>
internal static class PrivateJwk
{
    public static void WriteSecret(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> secret)
    {
        var text = Base64Url.EncodeToUtf8(secret);
        writer.WriteString(name, text);
        CryptographicOperations.ZeroMemory(text);
    }

    public static void WriteRsa(Utf8JsonWriter writer, in RSAParameters parameters)
    {
        WriteSecret(writer, "d"u8, parameters.D);
        WriteSecret(writer, "p"u8, parameters.P);
        WriteSecret(writer, "q"u8, parameters.Q);
        WriteSecret(writer, "dp"u8, parameters.DP);
        WriteSecret(writer, "dq"u8, parameters.DQ);
        WriteSecret(writer, "qi"u8, parameters.InverseQ);
    }

    /// <summary>Reads an RSA key. All members are needed; more than two primes are not known here (RFC 7518, 6.3.2).</summary>
    public static bool TryReadRsa(JsonElement element, out RSAParameters parameters, [NotNullWhen(false)] out Refusal? refusal)
    {
        parameters = default;
        if (element.TryGetProperty("oth", out _))
        {
            refusal = KeyRefusals.Unsupported;
            return false;
        }

        var complete = JwkMembers.TryBytes(element, "n", out parameters.Modulus, out refusal)
            && JwkMembers.TryBytes(element, "e", out parameters.Exponent, out refusal)
            && JwkMembers.TryBytes(element, "d", out parameters.D, out refusal)
            && JwkMembers.TryBytes(element, "p", out parameters.P, out refusal)
            && JwkMembers.TryBytes(element, "q", out parameters.Q, out refusal)
            && JwkMembers.TryBytes(element, "dp", out parameters.DP, out refusal)
            && JwkMembers.TryBytes(element, "dq", out parameters.DQ, out refusal)
            && JwkMembers.TryBytes(element, "qi", out parameters.InverseQ, out refusal);
        if (complete)
        {
            // The platform wants each at its full length, but the text may leave out leading zeros.
            var half = (parameters.Modulus!.Length + 1) / 2;
            parameters.D = Pad(parameters.D!, parameters.Modulus.Length);
            parameters.P = Pad(parameters.P!, half);
            parameters.Q = Pad(parameters.Q!, half);
            parameters.DP = Pad(parameters.DP!, half);
            parameters.DQ = Pad(parameters.DQ!, half);
            parameters.InverseQ = Pad(parameters.InverseQ!, half);
        }
        else
        {
            Clear(parameters);
        }

        return complete;
    }

    public static void Clear(in RSAParameters parameters)
    {
        CryptographicOperations.ZeroMemory(parameters.D);
        CryptographicOperations.ZeroMemory(parameters.P);
        CryptographicOperations.ZeroMemory(parameters.Q);
        CryptographicOperations.ZeroMemory(parameters.DP);
        CryptographicOperations.ZeroMemory(parameters.DQ);
        CryptographicOperations.ZeroMemory(parameters.InverseQ);
    }

    /// <summary>Writes an object that holds secrets, and clears what it was written in.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(8 * 1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        var utf8 = buffer.WrittenSpan.ToArray();
        buffer.Clear();
        return utf8;
    }

    private static byte[] Pad(byte[] value, int length)
    {
        if (value.Length >= length)
        {
            return value;
        }

        var padded = new byte[length];
        value.CopyTo(padded.AsSpan(length - value.Length));
        CryptographicOperations.ZeroMemory(value);
        return padded;
    }
}

using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>Reads <c>x5c</c> (RFC 7515, 4.1.6): certificates in base64, the ordinary one with padding.</summary>
internal static class CertificateHeader
{
    public const int MostCertificates = 5;

    /// <summary>Reads the certificates, which are not looked into.</summary>
    public static bool TryRead(JsonElement value, out ImmutableArray<ReadOnlyMemory<byte>> certificates)
    {
        certificates = [];
        if (value.ValueKind is not JsonValueKind.Array || value.GetArrayLength() is 0 or > MostCertificates)
        {
            return false;
        }

        var found = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind is not JsonValueKind.String || !TryDecode(item, out var der))
            {
                return false;
            }

            found.Add(der);
        }

        certificates = found.MoveToImmutable();
        return true;
    }

    private static bool TryDecode(JsonElement item, [NotNullWhen(true)] out byte[]? der)
    {
        var raw = JsonMarshal.GetRawUtf8Value(item)[1..^1];
        var text = raw.Contains((byte)'\\') ? System.Text.Encoding.UTF8.GetBytes(item.GetString()!) : raw;      // "\/" is common
        der = null;
        if (text.IsEmpty || text.Length % 4 != 0)
        {
            return false;
        }

        var padding = text[^1] != '=' ? 0 : text[^2] != '=' ? 1 : 2;
        var decoded = new byte[(text.Length / 4 * 3) - padding];

        // The platform passes over white space; then the length is not what was computed. Bits left over are seen by writing the end again.
        Span<byte> end = stackalloc byte[4];
        if (Base64.DecodeFromUtf8(text, decoded, out var read, out var written) is OperationStatus.Done
            && read == text.Length
            && written == decoded.Length
            && Base64.EncodeToUtf8(decoded.AsSpan(((decoded.Length - 1) / 3) * 3), end, out _, out _) is OperationStatus.Done
            && end.StartsWith(text[^4..]))
        {
            der = decoded;
        }

        return der is not null;
    }
}

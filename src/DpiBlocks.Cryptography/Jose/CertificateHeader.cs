using System.Collections.Immutable;
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
            if (item.ValueKind is not JsonValueKind.String || !StrictBase64.TryDecode(item.GetString(), out var der) || der.Length == 0)
            {
                return false;
            }

            found.Add(der);
        }

        certificates = found.MoveToImmutable();
        return true;
    }
}

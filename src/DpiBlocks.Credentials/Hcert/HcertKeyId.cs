using System.Security.Cryptography;

namespace DpiBlocks.Credentials.Hcert;

/// <summary>The key id of health certificates (Electronic Health Certificate Specification, 3.3.2).</summary>
/// <remarks>Eight bytes are few: two certificates may share one, so a key id finds candidates and proves nothing.</remarks>
public static class HcertKeyId
{
    /// <summary>How many bytes it has.</summary>
    public const int Length = 8;

    /// <summary>Makes the key id of a signer's certificate: the first eight bytes of its SHA-256.</summary>
    /// <param name="certificate">The certificate, DER.</param>
    /// <returns>The key id.</returns>
    public static byte[] Of(ReadOnlySpan<byte> certificate) => SHA256.HashData(certificate)[..Length];
}

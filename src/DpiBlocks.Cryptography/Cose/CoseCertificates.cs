using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DpiBlocks.Cryptography.Cose;

/// <summary>The certificates that a message carries (RFC 9360, 2). <c>x5u</c> is never followed: what is presented does not choose addresses.</summary>
internal static class CoseCertificates
{
    private const int MaxCertificates = 5;
    private const int MaxCertificateBytes = 16 * 1024;

    /// <summary>Reads <c>x5chain</c> and compares it with <c>x5t</c>.</summary>
    public static bool TryRead(CoseHeaders headers, out ImmutableArray<ReadOnlyMemory<byte>> certificates)
    {
        certificates = [];
        return (!headers.TryGet(CoseLabels.X5Chain, out var chain) || TryReadChain(chain, out certificates))
            && (!headers.TryGet(CoseLabels.X5T, out var thumbprint) || IsThumbprintOf(thumbprint, certificates));
    }

    // One certificate is a byte string; two or more are an array.
    private static bool TryReadChain(CborValue chain, out ImmutableArray<ReadOnlyMemory<byte>> certificates)
    {
        var items = chain.Kind is CborKind.ByteString ? [chain] : chain.Items;
        certificates = [];
        if (items.IsEmpty || items.Length > MaxCertificates || (chain.Kind is CborKind.Array && items.Length < 2))
        {
            return false;
        }

        var read = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(items.Length);
        foreach (var item in items)
        {
            if (!item.TryGetBytes(out var der) || der.IsEmpty || der.Length > MaxCertificateBytes)
            {
                return false;
            }

            read.Add(der);
        }

        certificates = read.MoveToImmutable();
        return certificates.Length == 1 || IsOrdered(certificates);
    }

    // RFC 9360, 2: the end entity first, each certified by the next. Signatures are the chain checker's matter.
    private static bool IsOrdered(ImmutableArray<ReadOnlyMemory<byte>> certificates)
    {
        var wanted = ReadOnlyMemory<byte>.Empty;
        foreach (var der in certificates)
        {
            if (!TryReadNames(der, out var subject, out var issuer)
                || (!wanted.IsEmpty && !CryptographicOperations.FixedTimeEquals(subject, wanted.Span)))
            {
                return false;
            }

            wanted = issuer;
        }

        for (var i = 1; i < certificates.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (CryptographicOperations.FixedTimeEquals(certificates[i].Span, certificates[j].Span))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool TryReadNames(ReadOnlyMemory<byte> der, out byte[] subject, out byte[] issuer)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der.Span);
            (subject, issuer) = (certificate.SubjectName.RawData, certificate.IssuerName.RawData);
            return true;
        }
        catch (CryptographicException)
        {
            (subject, issuer) = ([], []);
            return false;
        }
    }

    // COSE_CertHash = [hashAlg, hashValue] names the end entity's certificate; without one there is nothing to compare.
    private static bool IsThumbprintOf(CborValue thumbprint, ImmutableArray<ReadOnlyMemory<byte>> certificates)
    {
        if (thumbprint.Items is not [var algorithm, var hash] || !hash.TryGetBytes(out var value))
        {
            return false;
        }

        if (certificates.IsEmpty)
        {
            return true;
        }

        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        var leaf = certificates[0].Span;
        var length = !algorithm.TryGetInt64(out var number) ? 0 : number switch
        {
            -16 => SHA256.HashData(leaf, digest),
            -15 => Math.Min(SHA256.HashData(leaf, digest), 8),      // RFC 9054, 2.1: SHA-256/64
            -43 => SHA384.HashData(leaf, digest),
            -44 => SHA512.HashData(leaf, digest),
            _ => 0,
        };
        return length > 0 && CryptographicOperations.FixedTimeEquals(digest[..length], value.Span);
    }
}

using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DpiBlocks.Cryptography;

/// <summary>Keys and certificates as PEM text (RFC 7468), read strictly.</summary>
public static class Pem
{
    private const int MaxKeyLength = 64 * 1024;
    private const int MaxCertificatesLength = 1024 * 1024;

    /// <summary>Reads one public key, <c>PUBLIC KEY</c>. Never throws for any text.</summary>
    /// <param name="text">The text: nothing else may be in it but remarks around the block.</param>
    /// <param name="key">The key.</param>
    /// <param name="refusal">Why not: one of <see cref="PemRefusalCodes"/> or <see cref="KeyRefusalCodes"/>.</param>
    /// <returns>Whether it holds one good key for checking signatures.</returns>
    public static bool TryReadPublicKey(
        ReadOnlySpan<char> text, [NotNullWhen(true)] out VerificationKey? key, [NotNullWhen(false)] out Refusal? refusal)
    {
        key = null;
        return TryReadOne(text, "PUBLIC KEY", out var der, out refusal)
            && VerificationKeys.TryFromSubjectPublicKeyInfo(der, out key, out refusal);
    }

    /// <summary>Reads one private key, <c>PRIVATE KEY</c> (PKCS#8, RFC 5958), not encrypted. Never throws for any text.</summary>
    /// <param name="text">The text: nothing else may be in it but remarks around the block. The caller clears it when it is not needed any more.</param>
    /// <param name="key">The key, to be disposed by the caller.</param>
    /// <param name="refusal">Why not: one of <see cref="PemRefusalCodes"/> or <see cref="KeyRefusalCodes"/>.</param>
    /// <param name="algorithm">What it signs with; needed for RSA keys, which could mean six.</param>
    /// <param name="keyId">Its name; unless given, its RFC 7638 thumbprint.</param>
    /// <returns>Whether it holds one good key for signatures.</returns>
    public static bool TryReadPrivateKey(
        ReadOnlySpan<char> text,
        [NotNullWhen(true)] out SigningKey? key,
        [NotNullWhen(false)] out Refusal? refusal,
        SignatureAlgorithm? algorithm = null,
        KeyId? keyId = null)
    {
        key = null;
        if (!TryReadOne(text, "PRIVATE KEY", out var der, out refusal))
        {
            return false;
        }

        key = Pkcs8.TryRead(der, algorithm, out var core, out var its, out refusal) ? new SigningKey(core, keyId, its) : null;
        CryptographicOperations.ZeroMemory(der);
        return key is not null;
    }

    /// <summary>Reads certificates, <c>CERTIFICATE</c>, in their order, without judging them. Never throws for any text.</summary>
    /// <param name="text">The text, of at most 1 MiB: nothing else may be in it but remarks around the blocks.</param>
    /// <param name="certificates">The certificates, DER, at least one.</param>
    /// <param name="refusal">Why not: one of <see cref="PemRefusalCodes"/>.</param>
    /// <returns>Whether it holds nothing but certificates.</returns>
    public static bool TryReadCertificates(
        ReadOnlySpan<char> text, out ImmutableArray<ReadOnlyMemory<byte>> certificates, [NotNullWhen(false)] out Refusal? refusal)
    {
        certificates = [];
        if (!TryReadBlocks(text, MaxCertificatesLength, "CERTIFICATE", out var blocks, out refusal))
        {
            return false;
        }

        certificates = [.. blocks.Select(block => (ReadOnlyMemory<byte>)block.Data)];
        return true;
    }

    /// <summary>Writes a public key.</summary>
    /// <param name="key">The key, made by this library.</param>
    /// <returns>The text, with a line feed after each line but the last.</returns>
    /// <exception cref="ArgumentException">The key was not made by this library, so that its values are not known.</exception>
    public static string WritePublicKey(VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var material = (key as ImportedKey)?.Material ?? throw new ArgumentException("The key was not made by VerificationKeys.", nameof(key));
        return PemEncoding.WriteString("PUBLIC KEY", SubjectPublicKeyInfo.Write(material));
    }

    private static bool TryReadOne(ReadOnlySpan<char> text, string label, [NotNullWhen(true)] out byte[]? der, [NotNullWhen(false)] out Refusal? refusal)
    {
        der = TryReadBlocks(text, MaxKeyLength, label, out var blocks, out refusal) && blocks.Length == 1 ? blocks[0].Data : null;
        refusal = der is null ? refusal ?? Malformed : null;
        return der is not null;
    }

    private static Refusal Malformed => new(PemRefusalCodes.Malformed, "The text is not PEM of the kind that was asked for.");

    private static bool TryReadBlocks(
        ReadOnlySpan<char> text,
        int maxLength,
        string label,
        out ImmutableArray<(string Label, byte[] Data)> blocks,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        blocks = [];
        if (text.Length > maxLength)
        {
            refusal = new Refusal(PemRefusalCodes.TooLarge, "The PEM text is larger than is allowed.");
            return false;
        }

        blocks = PemBlocks.Read(text) ?? [];
        refusal = blocks.IsEmpty || blocks.Any(block => !string.Equals(block.Label, label, StringComparison.Ordinal)) ? Malformed : null;
        return refusal is null;
    }
}

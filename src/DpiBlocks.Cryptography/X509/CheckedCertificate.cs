namespace DpiBlocks.Cryptography;

/// <summary>A certificate that was found good, and why. Only <see cref="CertificateChecker"/> makes one.</summary>
public sealed class CheckedCertificate
{
    internal CheckedCertificate(Certificate leaf, Certificate anchor, VerificationKey key, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        Leaf = leaf;
        Anchor = anchor;
        Key = key;
        NotBefore = notBefore;
        NotAfter = notAfter;
    }

    /// <summary>Gets the certificate that signs.</summary>
    public Certificate Leaf { get; }

    /// <summary>Gets the stated certificate it leads to; the leaf itself when it is pinned.</summary>
    public Certificate Anchor { get; }

    /// <summary>Gets the key of the leaf.</summary>
    public VerificationKey Key { get; }

    /// <summary>Gets a value indicating whether the leaf itself was stated as trusted.</summary>
    public bool IsPinned => ReferenceEquals(Leaf, Anchor);

    /// <summary>Gets from when every certificate of the path holds, included.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>Gets until when every certificate of the path holds, included.</summary>
    public DateTimeOffset NotAfter { get; }
}

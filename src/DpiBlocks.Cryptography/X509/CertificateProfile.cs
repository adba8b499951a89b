using System.Collections.Immutable;
using System.Text;

namespace DpiBlocks.Cryptography;

/// <summary>What certificates must look like for one kind of signed thing.</summary>
/// <param name="Name">Its name, for the record.</param>
public sealed record CertificateProfile(string Name)
{
    /// <summary>Gets the profile that asks for nothing but a signing certificate.</summary>
    public static CertificateProfile Signing { get; } = new("signing");

    /// <summary>
    /// Gets the extended key usages (object identifiers, dotted) of which a signing certificate must have one; empty, as unless set, asks for none.
    /// </summary>
    public ImmutableArray<string> ExtendedKeyUsages { get; init; } = [];

    /// <summary>
    /// Gets a value indicating whether a certificate without any extended key usage is refused when some are asked for: true unless set.
    /// RFC 5280, 4.2.1.12, lets such a certificate be used for everything.
    /// </summary>
    public bool RequireExtendedKeyUsage { get; init; } = true;

    /// <summary>Gets how many certificates a path may have, leaf and anchor included: 5 unless set, at most 10.</summary>
    public int MaxPathLength
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 10);
            field = value;
        }
    } = 5;

    /// <summary>All that it asks, as bytes, so that results under different profiles are never mixed up.</summary>
    internal byte[] Describe() => Encoding.UTF8.GetBytes($"{Name}\n{string.Join(' ', ExtendedKeyUsages)}\n{RequireExtendedKeyUsage}\n{MaxPathLength}\n");
}

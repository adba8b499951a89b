using System.Collections.Immutable;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust;

/// <summary>How a <see cref="TrustFolder"/> is read.</summary>
public sealed class TrustFolderOptions
{
    /// <summary>
    /// Gets or sets the environment that every policy file must state; <see cref="TrustEnvironment.Unstated"/>, as unless set, takes any,
    /// but never two different ones together.
    /// </summary>
    public TrustEnvironment Environment { get; set; }

    /// <summary>
    /// Gets or sets what certificates must look like, by the kind of signed thing (<see cref="KeyReference.Profile"/>, such as <c>statuslist+jwt</c>);
    /// what is not listed asks for <see cref="CertificateProfile.Signing"/>.
    /// </summary>
    public ImmutableDictionary<string, CertificateProfile> CertificateProfiles { get; set; } =
        ImmutableDictionary<string, CertificateProfile>.Empty.WithComparers(StringComparer.Ordinal);
}

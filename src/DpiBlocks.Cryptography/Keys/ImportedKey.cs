using System.Collections.Immutable;

namespace DpiBlocks.Cryptography;

/// <summary>A key made by <see cref="VerificationKeys"/>, which still knows its values and so can be written again.</summary>
internal abstract class ImportedKey(KeyMaterial material, ImmutableArray<SignatureAlgorithm> algorithms)
    : VerificationKey(material.Thumbprint(), algorithms)
{
    public KeyMaterial Material { get; } = material;

    /// <summary>The same key, bound to fewer algorithms.</summary>
    public abstract ImportedKey BoundTo(ImmutableArray<SignatureAlgorithm> algorithms);
}

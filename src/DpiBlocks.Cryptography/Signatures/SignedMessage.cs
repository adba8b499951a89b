namespace DpiBlocks.Cryptography;

/// <summary>What every signed envelope comes down to, be it JWS, COSE or a Data Integrity proof. Nothing in it is trusted yet.</summary>
/// <param name="Key">What it says about its key.</param>
/// <param name="Algorithm">The algorithm it names.</param>
/// <param name="SigningInput">The signed bytes, as they came.</param>
/// <param name="Signature">The signature, as it came.</param>
public sealed record SignedMessage(
    KeyReference Key, SignatureAlgorithm Algorithm, ReadOnlyMemory<byte> SigningInput, ReadOnlyMemory<byte> Signature)
{
    /// <summary>
    /// Gets a value indicating whether the issuer it names must be the owner of its key, letter for letter: true unless set. False only
    /// where a format names something else, such as a country, and compares that itself.
    /// </summary>
    public bool IssuerIsOwner { get; init; } = true;
}

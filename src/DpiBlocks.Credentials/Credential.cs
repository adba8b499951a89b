using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Credentials;

/// <summary>A credential that was read and not verified. Whatever it says may be a lie; only <see cref="CredentialVerifier"/> can tell.</summary>
/// <remarks>Immutable and safe to share between threads. It refers to the bytes it was read from, which must not change.</remarks>
public abstract class Credential
{
    private protected Credential(string format, ReadOnlyMemory<byte> presented)
    {
        Format = format;
        Presented = presented;
    }

    /// <summary>Gets the format, one of <see cref="CredentialFormats"/>.</summary>
    public string Format { get; }

    /// <summary>Gets the bytes as they came, of which the evidence file keeps a copy or a hash.</summary>
    public ReadOnlyMemory<byte> Presented { get; }

    /// <summary>Gets who it says has issued it; null when it does not say, and only its key can tell.</summary>
    public abstract string? Issuer { get; }

    /// <summary>Gets the types it says it has, the most specific first; empty when it does not say.</summary>
    public abstract ImmutableArray<string> Types { get; }

    /// <summary>Gets when it says it holds.</summary>
    public abstract ValidityPeriod Validity { get; }

    /// <summary>Gets what it says, unverified: for a person who inspects it, never for a decision.</summary>
    /// <param name="claims">The claims, one JSON object in UTF-8.</param>
    /// <param name="refusal">Why they cannot be told.</param>
    /// <returns>Whether they can.</returns>
    public abstract bool TryGetUnverifiedClaims(out ReadOnlyMemory<byte> claims, [NotNullWhen(false)] out Refusal? refusal);

    /// <summary>Gets the signature to be checked, and what the trust policy is asked about its signer. Adds a check and gives null when it has a form that must be refused.</summary>
    internal abstract SignedCredential? CheckForm(VerdictBuilder verdict, VerificationRequest request, CredentialVerifierOptions options);

    /// <summary>Checks what is in it, once its signer is known and trusted: <c>disclosures</c>, <c>payload</c>. Gives null when it must be refused.</summary>
    internal abstract CredentialContent? CheckContent(
        VerdictBuilder verdict, ResolvedKey signer, VerificationRequest request, CredentialVerifierOptions options);

    /// <summary>Checks that whoever presents it holds its key, and adds the check <c>holder_binding</c>. Gives null when it must be refused.</summary>
    internal abstract HolderProof? CheckHolder(VerdictBuilder verdict, VerificationRequest request, CredentialVerifierOptions options);

    /// <summary>Gets the type whose metadata says how such a credential must be, and the hash of that; null where a format has no such thing.</summary>
    internal virtual (string Type, string? Integrity)? MetadataReference => null;

    /// <summary>Holds the credential against the rules of its type; null when none is seen to be broken.</summary>
    internal virtual Refusal? CheckRules(TypeMetadata metadata, CredentialContent content) => null;
}

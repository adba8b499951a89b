using System.Collections.Immutable;
using System.Text.Json;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Credentials;

/// <summary>A credential that was verified: the one shape of the result for every format. Made only by <see cref="CredentialVerifier"/>.</summary>
public sealed class VerifiedCredential
{
    internal VerifiedCredential(Credential credential, CredentialContent content, ResolvedKey signer, HolderProof holder)
    {
        Format = credential.Format;
        Presented = credential.Presented;
        IssuerKey = signer;
        Types = content.Types;
        ClaimsUtf8 = content.Claims;
        Validity = content.Validity;
        Status = content.Status;
        HolderBinding = holder.Binding;
        HolderKey = holder.Key;
    }

    /// <summary>Gets the format, one of <see cref="CredentialFormats"/>.</summary>
    public string Format { get; }

    /// <summary>Gets the bytes as they came.</summary>
    public ReadOnlyMemory<byte> Presented { get; }

    /// <summary>Gets who issued it: the owner of the key that signed it.</summary>
    public PartyId Issuer => IssuerKey.Owner;

    /// <summary>Gets the key that signed it, with the framework that vouches for it.</summary>
    public ResolvedKey IssuerKey { get; }

    /// <summary>Gets its types, the most specific first.</summary>
    public ImmutableArray<string> Types { get; }

    /// <summary>Gets what it says and was shown: one JSON object in UTF-8, without any trace of what was not shown.</summary>
    public ReadOnlyMemory<byte> ClaimsUtf8 { get; }

    /// <summary>Gets what it says and was shown, parsed when first asked for.</summary>
    public JsonElement Claims => Parsed.Value;

    /// <summary>Gets when it holds, as it says itself.</summary>
    public ValidityPeriod Validity { get; }

    /// <summary>Gets where its status is published, to be asked again later; empty when it has none.</summary>
    public ImmutableArray<StatusReference> Status { get; }

    /// <summary>Gets what is known about whoever presented it.</summary>
    public HolderBinding HolderBinding { get; }

    /// <summary>Gets the holder's key, when it was proved.</summary>
    public VerificationKey? HolderKey { get; }

    /// <summary>Gets what is known of its type; null where the verifier does not look for that.</summary>
    public TypeMetadata? TypeMetadata { get; internal init; }

    private Lazy<JsonElement> Parsed => field ??= new(() => JsonElement.Parse(ClaimsUtf8.Span));
}

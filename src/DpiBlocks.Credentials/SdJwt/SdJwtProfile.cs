using System.Collections.Immutable;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>What one kind of SD-JWT must look like. <see cref="CredentialReader"/> knows SD-JWT VC; others are read by naming theirs.</summary>
public sealed record SdJwtProfile
{
    /// <summary>Gets SD-JWT VC: of type <c>dc+sd-jwt</c>, with <c>vct</c>, and certain claims always in the clear.</summary>
    public static SdJwtProfile Vc { get; } = new() { Types = [CredentialFormats.SdJwtVc], IsVc = true };

    /// <summary>Gets the types accepted in <c>typ</c> (RFC 9901, 9.11), such as <c>example+sd-jwt</c>.</summary>
    public required ImmutableArray<string> Types
    {
        get;
        init
        {
            field = value;
            Jws = new JwsProfile { Types = value };
        }
    }

    /// <summary>Gets a value indicating whether the rules of SD-JWT VC, 2.2.2, apply beside those of RFC 9901: not unless set.</summary>
    public bool IsVc { get; init; }

    /// <summary>Gets what <see cref="CredentialReader"/> reads; whether the older name will do is for the verifier to say.</summary>
    internal static SdJwtProfile Read { get; } = Vc with { Types = [CredentialFormats.SdJwtVc, SdJwtNames.LegacyType] };

    internal JwsProfile Jws { get; private init; } = null!;

    /// <summary>Makes the profile of an SD-JWT that is no verifiable credential.</summary>
    /// <param name="type">The type, such as <c>example+sd-jwt</c>.</param>
    /// <returns>The profile.</returns>
    public static SdJwtProfile Of(string type)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        return new SdJwtProfile { Types = [type] };
    }
}

using System.Collections.Immutable;
using DpiBlocks.Credentials.Hcert;
using DpiBlocks.Credentials.SdJwt;

namespace DpiBlocks.Credentials;

/// <summary>How strict a <see cref="CredentialVerifier"/> is; the defaults are the strictest the standards allow. Copied when the verifier is made.</summary>
public sealed class CredentialVerifierOptions
{
    /// <summary>Initializes a new instance of the <see cref="CredentialVerifierOptions"/> class with the defaults.</summary>
    public CredentialVerifierOptions()
    {
    }

    internal CredentialVerifierOptions(CredentialVerifierOptions other)
    {
        ClockSkew = other.ClockSkew;
        ClockWindow = other.ClockWindow;
        Hcert = new HcertVerifierOptions(other.Hcert);
        KeyBindingMaxAge = other.KeyBindingMaxAge;
        AcceptVcSdJwt = other.AcceptVcSdJwt;
        HashAlgorithms = other.HashAlgorithms;
        Replay = other.Replay;
        TypeMetadata = other.TypeMetadata;
    }

    /// <summary>Gets or sets how far two clocks may differ: 60 seconds unless set.</summary>
    public ClockSkew ClockSkew { get; set; }

    /// <summary>Gets or sets between which times the clock is believed (<see cref="TimeRefusalCodes.ClockUnreliable"/>): <see cref="ClockWindow.Default"/> unless set.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public ClockWindow ClockWindow
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = ClockWindow.Default;

    /// <summary>Gets how strict it is with health certificates.</summary>
    public HcertVerifierOptions Hcert { get; } = new();

    /// <summary>Gets or sets how old the proof of holding a key may be: 300 seconds unless set, at most one hour.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not more than zero, or more than an hour.</exception>
    public TimeSpan KeyBindingMaxAge
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromHours(1));
            field = value;
        }
    } = TimeSpan.FromSeconds(300);

    /// <summary>Gets or sets a value indicating whether an SD-JWT VC may bear the type <c>vc+sd-jwt</c>, as drafts before November 2024 had it. False unless set.</summary>
    public bool AcceptVcSdJwt { get; set; }

    /// <summary>Gets or sets the hash functions that an SD-JWT may use (<c>_sd_alg</c>): <c>sha-256</c> alone unless set; <c>sha-384</c> and <c>sha-512</c> are known as well.</summary>
    /// <remarks>SHA-256 is the one that every implementation has (RFC 9901, 4.1.1) and that profiles of credentials name; the others are no less secure, only rarer.</remarks>
    /// <exception cref="ArgumentException">There is none, or one that is not known.</exception>
    public ImmutableArray<string> HashAlgorithms
    {
        get;
        set
        {
            if (value.IsDefaultOrEmpty || !value.All(SdJwtHash.IsKnown))
            {
                throw new ArgumentException("The hash functions known are sha-256, sha-384 and sha-512, and at least one must be named.", nameof(value));
            }

            field = value;
        }
    } = ["sha-256"];

    /// <summary>Gets or sets what remembers the challenges that were answered, so that none is accepted twice (<c>presentation.replayed</c>). None unless set: then the caller sees to it that each challenge is used once.</summary>
    public ReplayProtection? Replay { get; set; }

    /// <summary>Gets or sets what finds the metadata of types, to whose rules credentials are then held (check <c>type_metadata</c>). None unless set: then nothing is fetched and nothing checked.</summary>
    public TypeMetadataResolver? TypeMetadata { get; set; }
}

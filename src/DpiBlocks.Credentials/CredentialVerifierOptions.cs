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
    }

    /// <summary>Gets or sets how far two clocks may differ: 60 seconds unless set.</summary>
    public ClockSkew ClockSkew { get; set; }
}

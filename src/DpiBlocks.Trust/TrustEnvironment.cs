namespace DpiBlocks.Trust;

/// <summary>What kind of world a statement of trust is about. A key of a test environment must never count in production.</summary>
public enum TrustEnvironment
{
    /// <summary>It does not say.</summary>
    Unstated = 0,

    /// <summary>Real issuers and real people.</summary>
    Production,

    /// <summary>Test keys and made-up people.</summary>
    Test,
}

namespace DpiBlocks.Trust;

/// <summary>Why a DID was not accepted. The codes are stable.</summary>
public static class DidRefusalCodes
{
    /// <summary>The text is not a DID (DID Core, 3.1), or not one of its method.</summary>
    public const string Malformed = "did.malformed";

    /// <summary>Its method is not known here.</summary>
    public const string MethodNotSupported = "did.method_not_supported";

    /// <summary>The DID has no such key, or none that signs.</summary>
    public const string NoSuchKey = "did.no_such_key";
}

namespace DpiBlocks.Cryptography.Jose;

/// <summary>The refusals of <see cref="JoseRefusalCodes"/>, made once: hostile input must cost no memory.</summary>
internal static class JoseRefusals
{
    public static readonly Refusal Malformed = new(JoseRefusalCodes.Malformed, "The message has not the form that is expected.");

    public static readonly Refusal HeaderType =
        new(JoseRefusalCodes.Malformed, "A header parameter has another type than the standard gives it.") { Location = "header" };

    public static readonly Refusal TooLarge = new(JoseRefusalCodes.TooLarge, "The message is longer than is allowed for its kind.");

    public static readonly Refusal NotSigned = new(JoseRefusalCodes.NotSigned, "The message is encrypted and not signed.");

    public static readonly Refusal Base64Url =
        new(EncodingRefusalCodes.Base64Url, "A part of the message is not canonical base64url.");

    public static readonly Refusal AlgorithmNotAllowed =
        new(JoseRefusalCodes.AlgorithmNotAllowed, "The message names no algorithm that is allowed here.") { Location = "alg" };

    public static readonly Refusal TypeMismatch =
        new(JoseRefusalCodes.TypeMismatch, "The message is of another type than is expected.") { Location = "typ" };

    public static readonly Refusal CriticalUnsupported =
        new(JoseRefusalCodes.CriticalUnsupported, "The message demands an extension that is not understood here.") { Location = "crit" };

    public static readonly Refusal CriticalInvalid =
        new(JoseRefusalCodes.CriticalInvalid, "The list of critical header parameters breaks its rules.") { Location = "crit" };

    public static readonly Refusal UnencodedPayload =
        new(JoseRefusalCodes.UnencodedPayload, "The payload is unencoded, which is not allowed here or not done as it must be.") { Location = "b64" };

    public static readonly Refusal UntrustedHeaderKey =
        new(JoseRefusalCodes.UntrustedHeaderKey, "The message brings its own key, which proves nothing.") { Location = "jwk" };

    public static readonly Refusal UntrustedHeaderAddress =
        new(JoseRefusalCodes.UntrustedHeaderAddress, "The message says where to fetch its key, which is not done.") { Location = "header" };

    public static readonly Refusal CertificatesInvalid =
        new(JoseRefusalCodes.CertificatesInvalid, "The certificates are not one to five in canonical base64.") { Location = "x5c" };

    public static readonly Refusal UnprotectedHeader =
        new(JoseRefusalCodes.UnprotectedHeader, "The message has header parameters that are not signed.") { Location = "header" };

    public static readonly Refusal SignerNotFound =
        new(JoseRefusalCodes.SignerNotFound, "Not exactly one of the signatures is by the signer that is demanded.");
}

namespace DpiBlocks.Consent;

/// <summary>How a dialect says no.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Code">The code in the body: ReBIT's <c>errorCode</c>, ABDM's <c>error.code</c>.</param>
public readonly record struct WireError(int Status, string Code)
{
    /// <summary>Says a refusal in the words of ReBIT, as the answer to a request for data (<c>/FI/request</c> of a FIP, 1.x and 2.x).</summary>
    /// <param name="code">The refusal's code.</param>
    /// <param name="state">Where the consent stands, when it does not hold: paused, withdrawn and expired have codes of their own.</param>
    /// <returns>The error. A consent that is not the asking party's is as unknown to it as one that is none.</returns>
    public static WireError OfReBit(string code, ConsentState state = ConsentState.None) => code switch
    {
        ConsentRefusalCodes.NotFound or ConsentRefusalCodes.PartyMismatch => new(400, "InvalidConsentId"),
        ConsentRefusalCodes.NotActive => state switch
        {
            ConsentState.Paused => new(403, "ConsentPaused"),
            ConsentState.Withdrawn => new(403, "ConsentRevoked"),
            ConsentState.Expired => new(403, "ConsentExpired"),
            _ => new(400, "InvalidConsentStatus"),
        },
        ConsentRefusalCodes.TransitionForbidden => new(400, "InvalidConsentStatus"),
        ConsentRefusalCodes.PurposeMismatch or ConsentRefusalCodes.PurposeVersion or ConsentRefusalCodes.Field
            or ConsentRefusalCodes.Authority or ConsentRefusalCodes.NoticeMissing or ConsentRefusalCodes.NotExpressible or ConsentRefusalCodes.Bundled => new(400, "InvalidConsentDetail"),
        ConsentRefusalCodes.Range => new(400, "InvalidDateRange"),
        ConsentRefusalCodes.Frequency or ConsentRefusalCodes.UsedUp or ConsentRefusalCodes.DataLife => new(400, "InvalidConsentUse"),
        ConsentRefusalCodes.Malformed or ConsentRefusalCodes.DecisionUnknown or ConsentRefusalCodes.BasisUnknown => new(400, "InvalidRequest"),
        ConsentRefusalCodes.IdempotencyConflict => new(409, "IdempotencyError"),
        ConsentRefusalCodes.Busy or ConsentRefusalCodes.OutcomeUnknown => new(503, "ServiceUnavailable"),
        _ => AreaOf(code) switch
        {
            "json" or "jose" or "encoding" => new(400, "InvalidRequest"),
            "signature" or "key" => new(400, "SignatureDoesNotMatch"),
            "trust" => new(400, "InvalidSecurity"),
            _ => new(500, "InternalError"),
        },
    };

    /// <summary>Says a refusal in the words of ABDM, as the answer to a request for health information. Its gateway has one code for all that is wrong with a request.</summary>
    /// <param name="code">The refusal's code.</param>
    /// <returns>The error.</returns>
    public static WireError OfAbdm(string code) => code switch
    {
        ConsentRefusalCodes.Busy or ConsentRefusalCodes.OutcomeUnknown => new(500, "1000"),
        _ => AreaOf(code) is "consent" or "json" or "jose" or "encoding" or "signature" or "key" or "trust" ? new(400, "1000") : new(500, "1000"),
    };

    private static string AreaOf(string code)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        return code.Split('.', 2)[0];
    }
}

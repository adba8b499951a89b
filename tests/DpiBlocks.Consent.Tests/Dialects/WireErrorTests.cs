namespace DpiBlocks.Consent.Tests.Dialects;

/// <summary>The words of the dialects for each refusal.</summary>
public sealed class WireErrorTests
{
    [Theory]
    [InlineData(ConsentRefusalCodes.NotFound, ConsentState.None, 400, "InvalidConsentId")]
    [InlineData(ConsentRefusalCodes.PartyMismatch, ConsentState.Active, 400, "InvalidConsentId")]
    [InlineData(ConsentRefusalCodes.NotActive, ConsentState.Paused, 403, "ConsentPaused")]
    [InlineData(ConsentRefusalCodes.NotActive, ConsentState.Withdrawn, 403, "ConsentRevoked")]
    [InlineData(ConsentRefusalCodes.NotActive, ConsentState.Expired, 403, "ConsentExpired")]
    [InlineData(ConsentRefusalCodes.NotActive, ConsentState.Given, 400, "InvalidConsentStatus")]
    [InlineData(ConsentRefusalCodes.PurposeMismatch, ConsentState.Active, 400, "InvalidConsentDetail")]
    [InlineData(ConsentRefusalCodes.Field, ConsentState.Active, 400, "InvalidConsentDetail")]
    [InlineData(ConsentRefusalCodes.Range, ConsentState.Active, 400, "InvalidDateRange")]
    [InlineData(ConsentRefusalCodes.Frequency, ConsentState.Active, 400, "InvalidConsentUse")]
    [InlineData(ConsentRefusalCodes.UsedUp, ConsentState.Active, 400, "InvalidConsentUse")]
    [InlineData(ConsentRefusalCodes.IdempotencyConflict, ConsentState.Active, 409, "IdempotencyError")]
    [InlineData(ConsentRefusalCodes.Busy, ConsentState.Active, 503, "ServiceUnavailable")]
    [InlineData("signature.invalid", ConsentState.None, 400, "SignatureDoesNotMatch")]
    [InlineData("json.malformed", ConsentState.None, 400, "InvalidRequest")]
    [InlineData("unheard.of", ConsentState.None, 500, "InternalError")]
    public void ReBIT_has_a_code_of_its_own(string code, ConsentState state, int status, string word) =>
        WireError.OfReBit(code, state).Should().Be(new WireError(status, word));

    [Theory]
    [InlineData(ConsentRefusalCodes.NotActive, 400)]
    [InlineData("signature.invalid", 400)]
    [InlineData(ConsentRefusalCodes.OutcomeUnknown, 500)]
    [InlineData("unheard.of", 500)]
    public void ABDM_has_one_for_all(string code, int status) => WireError.OfAbdm(code).Should().Be(new WireError(status, "1000"));

    [Fact]
    public void No_code_of_consent_is_an_internal_error() => AllOfReBit().Should().NotContain(error => error.Status == 500);

    internal static IEnumerable<WireError> AllOfReBit() =>
        from field in typeof(ConsentRefusalCodes).GetFields()
        from state in Enum.GetValues<ConsentState>()
        select WireError.OfReBit((string)field.GetRawConstantValue()!, state);
}

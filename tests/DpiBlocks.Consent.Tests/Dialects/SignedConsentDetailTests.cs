using System.Collections.Immutable;
using System.Text;
using DpiBlocks.Consent.Tests.Support;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Consent.Tests.Dialects;

/// <summary>The signatures of the dialects, by the key registered for the consent manager.</summary>
public sealed class SignedConsentDetailTests : IKeyResolver, ITrustPolicy
{
    private static readonly SigningKey Key = SigningKey.Generate(SignatureAlgorithm.Rs256);
    private static readonly SigningKey Another = SigningKey.Generate(SignatureAlgorithm.Rs256);
    private readonly DialectVerifier _verifier;
    private SigningKey _registered = Key;
    private PartyId _owner = World.Manager;
    private Check _trust = Check.Passed(string.Empty);

    public SignedConsentDetailTests() => _verifier = new DialectVerifier(this, this, VerdictPolicy.Strict);

    public ValueTask<KeyFinding> FindAsync(KeyReference reference, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new KeyFinding([Check.Passed(string.Empty)], [new ResolvedKey(_registered.VerificationKey, _owner)]));

    public ValueTask<ImmutableArray<Check>> JudgeAsync(TrustQuestion question, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<ImmutableArray<Check>>([_trust]);

    [Fact]
    public async Task What_an_Account_Aggregator_has_signed_is_verified()
    {
        var consent = await VerifyAsync(await ReBitAsync(), DialectWorld.ReBit);
        consent.GetValueOrThrow().Artefact.Should().BeEquivalentTo(DialectWorld.ReBitArtefact());
    }

    // As ReBIT's example: the header says that the payload is not encoded, and it is.
    [Fact]
    public async Task What_is_signed_as_in_the_published_example_is_verified()
    {
        var encoded = Encoding.ASCII.GetBytes(StrictBase64Url.Encode(ReBitDetail().Span));
        var detached = Encoding.ASCII.GetString(await Jws.SignDetachedAsync(Key, new JwsSigningHeader { Type = null }, encoded, isPayloadUnencoded: true));
        var compact = detached.Replace("..", $".{Encoding.ASCII.GetString(encoded)}.", StringComparison.Ordinal);
        (await VerifyAsync(Encoding.ASCII.GetBytes(compact), DialectWorld.ReBit)).IsAccepted.Should().BeTrue();
        SignedConsentDetail.TryParseReBit(Encoding.ASCII.GetBytes(detached.Replace("..", ".{}.", StringComparison.Ordinal)), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(EncodingRefusalCodes.Base64Url);
    }

    [Theory]
    [InlineData("key", SignatureRefusalCodes.Invalid)]
    [InlineData("owner", SignatureRefusalCodes.IssuerKeyMismatch)]
    [InlineData("attestor", ConsentRefusalCodes.Authority)]
    [InlineData("trust", "trust.act_not_allowed")]
    [InlineData("payload", SignatureRefusalCodes.Invalid)]
    [InlineData("notice", ConsentRefusalCodes.NoticeMissing)]
    [InlineData("recipient", ConsentRefusalCodes.PartyMismatch)]
    [InlineData("future", "validity.issued_in_future")]
    [Attack("CON-03")]
    public async Task It_is_not_accepted_with_one_defect(string defect, string code)
    {
        var compact = await ReBitAsync();
        var context = DialectWorld.ReBit;
        switch (defect)
        {
            case "key":
                _registered = Another;
                break;
            case "owner":
                _owner = World.Bank;
                break;
            case "attestor":
                context = context with { Attestor = null };
                break;
            case "trust":
                _trust = Check.Failed(string.Empty, code, "It may not attest.");
                break;
            case "payload":
                var parts = Encoding.ASCII.GetString(compact).Split('.');
                var detail = DialectWorld.Parse(ReBitDetail()).With("FIDataRange/from", "\"2001-01-01T00:00:00.000Z\"");
                compact = Encoding.ASCII.GetBytes($"{parts[0]}.{StrictBase64Url.Encode(DialectWorld.ToUtf8(detail))}.{parts[2]}");
                break;
            case "notice":
                context = context with { Notice = null };
                break;
            case "recipient":
                context = context with { Recipient = World.Bank };
                break;
            default:
                context = context with { GivenAt = World.Now.AddHours(1) };
                break;
        }

        (await VerifyAsync(compact, context)).Refusal!.Code.Should().Be(code);
    }

    [Theory]
    [InlineData("a", JoseRefusalCodes.Malformed)]
    [InlineData("e30.e30.AAAA", JoseRefusalCodes.AlgorithmNotAllowed)]
    [InlineData("eyJhbGciOiJub25lIn0.e30.AAAA", JoseRefusalCodes.AlgorithmNotAllowed)]
    public void What_is_no_JWS_is_refused(string text, string code)
    {
        SignedConsentDetail.TryParseReBit(Encoding.ASCII.GetBytes(text), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(code);
    }

    [Fact]
    public async Task What_a_consent_manager_of_ABDM_has_signed_is_verified_byte_for_byte()
    {
        var signed = Encoding.UTF8.GetString(await AbdmAsync());
        (await VerifyAbdmAsync(signed)).GetValueOrThrow().Artefact.Should().BeEquivalentTo(DialectWorld.AbdmArtefact());
        (await VerifyAbdmAsync(signed.Replace("VIEW", "STORE", StringComparison.Ordinal).Replace("\"careContexts\":", "\"careContexts\" :", StringComparison.Ordinal)))
            .Refusal!.Code.Should().Be(SignatureRefusalCodes.Invalid);
        _registered = Another;
        (await VerifyAbdmAsync(signed)).Refusal!.Code.Should().Be(SignatureRefusalCodes.Invalid);
    }

    [Theory]
    [InlineData("status", "\"REVOKED\"", ConsentRefusalCodes.NotActive)]
    [InlineData("status", null, null)]
    [InlineData("signature", null, ConsentRefusalCodes.Malformed)]
    [InlineData("signature", "\"a b\"", ConsentRefusalCodes.Malformed)]
    [InlineData("consentDetail", null, ConsentRefusalCodes.Malformed)]
    [InlineData("consentId", "\"another\"", ConsentRefusalCodes.Malformed)]
    [InlineData("consentId", "\"499a5a4a-7dda-4f20-9b67-e24589627061\"", null)]
    public async Task Each_member_beside_the_detail_has_the_form_it_must_have(string member, string? value, string? code)
    {
        var document = DialectWorld.ToUtf8(DialectWorld.Parse(await AbdmAsync()).With(member, value));
        SignedConsentDetail.TryParseAbdm(document, out _, out var refusal).Should().Be(code is null);
        (refusal?.Code).Should().Be(code);
    }

    [Fact]
    public async Task A_key_for_another_algorithm_signs_nothing_for_ABDM()
    {
        var sign = async () => await SignedConsentDetail.SignAbdmAsync(ReBitDetail(), SigningKey.Generate(SignatureAlgorithm.Es256));
        await sign.Should().ThrowAsync<ArgumentException>();
    }

    private static ReadOnlyMemory<byte> ReBitDetail() => ConsentDialect.ReBit2.Export(DialectWorld.ReBitArtefact(), DialectWorld.ReBit).Utf8;

    private static ValueTask<byte[]> ReBitAsync() => SignedConsentDetail.SignReBitAsync(ReBitDetail(), Key);

    private static ValueTask<byte[]> AbdmAsync() =>
        SignedConsentDetail.SignAbdmAsync(ConsentDialect.Abdm.Export(DialectWorld.AbdmArtefact(), DialectWorld.Abdm).Utf8, Key);

    private ValueTask<Verification<ImportedConsent>> VerifyAsync(byte[] compact, DialectContext context)
    {
        SignedConsentDetail.TryParseReBit(compact, out var envelope, out var refusal).Should().BeTrue(refusal?.ToString());
        return _verifier.VerifyAsync(ConsentDialect.ReBit2, envelope!, context, World.Now);
    }

    private ValueTask<Verification<ImportedConsent>> VerifyAbdmAsync(string json)
    {
        SignedConsentDetail.TryParseAbdm(Encoding.UTF8.GetBytes(json), out var envelope, out var refusal).Should().BeTrue(refusal?.ToString());
        return _verifier.VerifyAsync(ConsentDialect.Abdm, envelope!, DialectWorld.Abdm, World.Now);
    }
}

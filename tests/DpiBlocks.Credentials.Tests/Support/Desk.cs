using DpiBlocks.Cryptography;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Credentials.Tests.Support;

/// <summary>A verifier that knows the sample's issuer.</summary>
internal static class Desk
{
    public static VerificationRequest Unbound { get; } = new();

    public static VerificationRequest Bound { get; } = new()
    {
        HolderBinding = HolderBindingDemand.Required(SdJwtSample.Audience, SdJwtSample.Nonce),
    };

    public static CredentialVerifier Verifier(IStatusChecker? status = null, CredentialVerifierOptions? options = null, IKeyResolver? keys = null, IVerdictPolicy? policy = null) =>
        new(
            keys ?? new KnownKeys().Add(SdJwtSample.IssuerKey.VerificationKey, SdJwtSample.Issuer),
            new TrustAll(),
            status,
            policy ?? VerdictPolicy.Strict,
            new FakeTimeProvider(SdJwtSample.Now),
            options);

    public static async Task<Verification<VerifiedCredential>> VerifyAsync(
        string text, VerificationRequest? request = null, IStatusChecker? status = null, CredentialVerifierOptions? options = null) =>
        await Verifier(status, options).VerifyAsync(text, request ?? Unbound);

    public static async Task<VerifiedCredential> AcceptAsync(string text, VerificationRequest? request = null, CredentialVerifierOptions? options = null)
    {
        var verdict = await VerifyAsync(text, request, options: options);
        verdict.Refusal.Should().BeNull();
        return verdict.GetValueOrThrow();
    }

    public static async Task RefuseAsync(string text, string code, VerificationRequest? request = null, CredentialVerifierOptions? options = null)
    {
        var verdict = await VerifyAsync(text, request, options: options);
        (verdict.Refusal?.Code).Should().Be(code);
        verdict.IsAccepted.Should().BeFalse();
    }

    public static string Text(this VerifiedCredential credential) => System.Text.Encoding.UTF8.GetString(credential.ClaimsUtf8.Span);
}

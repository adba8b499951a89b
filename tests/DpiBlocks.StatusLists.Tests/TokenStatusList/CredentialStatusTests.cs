using System.Text;
using DpiBlocks.Credentials;
using DpiBlocks.Credentials.SdJwt;
using DpiBlocks.Cryptography;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.StatusLists.Tests.TokenStatusList;

/// <summary>The status of a credential, asked by its verifier: last of all, and only for what is otherwise sound.</summary>
public sealed class CredentialStatusTests : IDisposable
{
    private readonly World _world = new();

    public CredentialStatusTests() => _world.Put(_world.SignJwt(World.Payload()));

    [Fact]
    [Attack("STL-11")]
    public async Task A_sound_credential_has_its_status_fetched_and_is_accepted_or_refused_by_it()
    {
        (await VerifyAsync(await IssueAsync(4))).Grade.Should().Be(Grade.Accepted);
        _world.Fetches.Should().ContainSingle();
        (await VerifyAsync(await IssueAsync(5))).Refusal!.Code.Should().Be("status.revoked");
        (await VerifyAsync(await IssueAsync(1024))).Refusal!.Code.Should().Be("status.index_out_of_range");
    }

    [Fact]
    [Attack("STL-11")]
    public async Task An_expired_credential_is_refused_as_expired_and_no_status_is_fetched()
    {
        var verdict = await VerifyAsync(await IssueAsync(4, World.Now.AddMinutes(-2)));
        verdict.Refusal!.Code.Should().Be("validity.expired");
        _world.Fetches.Should().BeEmpty();
    }

    [Fact]
    [Attack("STL-11")]
    public async Task A_credential_whose_signature_is_wrong_has_no_status_fetched()
    {
        using var other = SigningKey.Generate(SignatureAlgorithm.Es256, KeyId.Parse("12"));
        var verdict = await VerifyAsync(await IssueAsync(4, signer: other));
        verdict.Refusal!.Code.Should().Be("signature.invalid");
        _world.Fetches.Should().BeEmpty();
    }

    [Fact]
    [Attack("STL-09")]
    public async Task A_credential_whose_list_is_out_of_reach_is_undetermined_and_refused_by_default()
    {
        _world.Documents.Clear();
        var verdict = await VerifyAsync(await IssueAsync(4));
        (verdict.Grade, verdict.Refusal!.Code).Should().Be((Grade.Undetermined, "status.unavailable"));
    }

    [Fact]
    [Attack("STL-17")]
    public async Task A_credential_without_a_status_is_refused_where_it_must_have_one()
    {
        (await VerifyAsync(await IssueAsync(null))).Grade.Should().Be(Grade.Accepted);
        (await VerifyAsync(await IssueAsync(null), new VerificationRequest { RequireStatus = true })).Refusal!.Code.Should().Be("status.missing");
        (await VerifyAsync(await IssueAsync(4), new VerificationRequest { RequireStatus = true })).Grade.Should().Be(Grade.Accepted);
    }

    public void Dispose() => _world.Dispose();

    private async Task<byte[]> IssueAsync(long? index, DateTimeOffset? expires = null, ISigner? signer = null) =>
        await new SdJwtVcIssuer(new FakeTimeProvider(World.Now)).IssueAsync(
            signer ?? _world.Key,
            new SdJwtVcContent
            {
                Type = "urn:example:permit",
                Claims = Encoding.UTF8.GetBytes("""{"right":"work"}"""),
                Issuer = World.Issuer.Value,
                IssuedAt = World.Now.AddDays(-1),
                ExpiresAt = expires ?? World.Now.AddDays(1),
                Status = index is { } place ? new StatusReference("status_list", World.Address) { Index = place } : null,
            },
            World.Cancel);

    private async Task<Verification<VerifiedCredential>> VerifyAsync(byte[] credential, VerificationRequest? request = null) =>
        await new CredentialVerifier(_world, _world, _world.Checker(), VerdictPolicy.Strict, new FakeTimeProvider(World.Now))
            .VerifyAsync(credential, request ?? new VerificationRequest(), World.Cancel);
}

using DpiBlocks.Credentials.SdJwt;
using DpiBlocks.Credentials.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Credentials.Tests;

public sealed class CredentialsBuilderTests
{
    [Theory]
    [InlineData(typeof(IKeyResolver))]
    [InlineData(typeof(ITrustPolicy))]
    [InlineData(typeof(IVerdictPolicy))]
    public void What_says_whom_is_trusted_has_no_default(Type missing)
    {
        var services = Services(missing);
        services.AddDpiBlocks().AddCredentials();
        using var provider = services.BuildServiceProvider();
        provider.Invoking(p => p.GetRequiredService<CredentialVerifier>()).Should().Throw<InvalidOperationException>().WithMessage($"*{missing.Name}*");
    }

    [Fact]
    public async Task A_host_that_has_said_it_can_issue_and_verify()
    {
        var services = Services(null);
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(SdJwtSample.Now));
        services.AddDpiBlocks().AddCredentials(options => options.AcceptVcSdJwt = true);
        await using var provider = services.BuildServiceProvider();
        var content = new SdJwtVcContent { Type = "urn:example:id", Issuer = SdJwtSample.Issuer, Claims = "{}"u8.ToArray() };
        var issued = await provider.GetRequiredService<SdJwtVcIssuer>().IssueAsync(SdJwtSample.IssuerKey, content);
        var verifier = provider.GetRequiredService<CredentialVerifier>();
        (await verifier.VerifyAsync(issued, new VerificationRequest())).IsAccepted.Should().BeTrue();
        (await verifier.VerifyAsync(await new SdJwtSample { Type = "vc+sd-jwt" }.IssueAsync(), new VerificationRequest())).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public async Task Options_are_copied_so_that_nobody_loosens_a_verifier_in_use()
    {
        var options = new CredentialVerifierOptions();
        var verifier = Desk.Verifier(options: options);
        options.AcceptVcSdJwt = true;
        (await verifier.VerifyAsync(await new SdJwtSample { Type = "vc+sd-jwt" }.IssueAsync(), Desk.Unbound)).IsAccepted.Should().BeFalse();
    }

    private static ServiceCollection Services(Type? missing)
    {
        var services = new ServiceCollection();
        ServiceDescriptor[] all =
        [
            ServiceDescriptor.Singleton<IKeyResolver>(new KnownKeys().Add(SdJwtSample.IssuerKey.VerificationKey, SdJwtSample.Issuer)),
            ServiceDescriptor.Singleton<ITrustPolicy>(new TrustAll()),
            ServiceDescriptor.Singleton(VerdictPolicy.Strict),
        ];
        foreach (var descriptor in all.Where(descriptor => descriptor.ServiceType != missing))
        {
            ((ICollection<ServiceDescriptor>)services).Add(descriptor);
        }

        return services;
    }
}

using DpiBlocks.Credentials;
using DpiBlocks.Credentials.SdJwt;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DpiBlocks;

/// <summary>Adds the block Credentials.</summary>
public static class CredentialsBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="CredentialVerifier"/> and <see cref="SdJwtVcIssuer"/>. The host must have said whom it trusts: an
    /// <see cref="IKeyResolver"/>, an <see cref="ITrustPolicy"/> and an <see cref="IVerdictPolicy"/>; none of them has a default. An
    /// <see cref="IStatusChecker"/> is used if there is one, and the system's clock unless there is a <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">How strict to be; the strictest when null.</param>
    /// <returns>The builder.</returns>
    /// <remarks>What is missing is told by an <see cref="InvalidOperationException"/> when the verifier is first asked for; ask for it at the start.</remarks>
    public static DpiBlocksBuilder AddCredentials(this DpiBlocksBuilder builder, Action<CredentialVerifierOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new CredentialVerifierOptions();
        configure?.Invoke(options);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton(services => new SdJwtVcIssuer(services.GetRequiredService<TimeProvider>()));
        builder.Services.TryAddSingleton(services => new CredentialVerifier(
            Demand<IKeyResolver>(services, "whose keys are known"),
            Demand<ITrustPolicy>(services, "which issuer may issue what"),
            services.GetService<IStatusChecker>(),
            Demand<IVerdictPolicy>(services, "what may stand unchecked, such as VerdictPolicy.Strict"),
            services.GetRequiredService<TimeProvider>(),
            options));
        return builder;
    }

    private static T Demand<T>(IServiceProvider services, string meaning)
        where T : class =>
        services.GetService<T>() ?? throw new InvalidOperationException(
            $"AddCredentials needs an {typeof(T).Name}, which says {meaning}, and none was registered. Trust is stated, never assumed.");
}

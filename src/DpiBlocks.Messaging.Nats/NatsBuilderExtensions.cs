using DpiBlocks.Messaging;
using DpiBlocks.Messaging.Nats;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace DpiBlocks;

/// <summary>Adds messages over NATS JetStream. The host registers its <see cref="INatsConnection"/>, with its own security.</summary>
public static class NatsBuilderExtensions
{
    /// <summary>Adds the way to subjects: messages to <c>nats:</c> addresses.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">How they are sent.</param>
    /// <returns>The builder.</returns>
    public static DpiBlocksBuilder AddNats(this DpiBlocksBuilder builder, NatsTransportOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        builder.Services.AddSingleton<IMessageTransport>(services => new NatsTransport(
            services.GetRequiredService<INatsConnection>(), options, services.GetRequiredService<TimeProvider>()));
        return builder;
    }

    /// <summary>Adds the reception of messages from a stream, for as long as the host runs.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">What is consumed.</param>
    /// <returns>The builder.</returns>
    public static DpiBlocksBuilder AddNatsInbox(this DpiBlocksBuilder builder, NatsInboxOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        builder.Services.AddSingleton<IHostedService>(services => new NatsInbox(
            services.GetRequiredService<INatsConnection>(),
            services.GetRequiredService<Inbox>(),
            options,
            services.GetRequiredService<TimeProvider>(),
            services.GetService<ILogger<NatsInbox>>()));
        return builder;
    }
}

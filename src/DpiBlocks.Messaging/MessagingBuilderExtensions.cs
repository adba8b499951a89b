using DpiBlocks.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DpiBlocks;

/// <summary>Adds outbox and inbox.</summary>
public static class MessagingBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="Inbox"/>, <see cref="OutboxDispatcher"/> and the worker that runs it while the host runs. They need a store such as
    /// SQLite. Messages reach handlers in this process; other ways are added beside it.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configureOutbox">Sets how messages are sent.</param>
    /// <param name="configureInbox">Sets how messages are taken in.</param>
    /// <returns>The builder.</returns>
    public static DpiBlocksBuilder AddMessaging(
        this DpiBlocksBuilder builder, Action<OutboxOptions>? configureOutbox = null, Action<InboxOptions>? configureInbox = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var outbox = new OutboxOptions();
        var inbox = new InboxOptions();
        configureOutbox?.Invoke(outbox);
        configureInbox?.Invoke(inbox);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton(services => new Inbox(
            services.GetRequiredService<IOnceStore>(),
            services.GetServices<NamedHandler>().Select(named => KeyValuePair.Create(named.Name, named.Handler)),
            services.GetRequiredService<TimeProvider>(),
            inbox));
        builder.Services.TryAddSingleton(services => new OutboxDispatcher(
            services.GetRequiredService<IOutboxStore>(),
            services.GetRequiredService<IStagedEffects>(),
            services.GetServices<IMessageTransport>(),
            services.GetRequiredService<TimeProvider>(),
            outbox,
            services.GetService<ILogger<OutboxDispatcher>>()));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IMessageTransport, InProcessTransport>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, OutboxWorker>());
        return builder;
    }

    /// <summary>Adds a handler: of messages to <c>dpi:</c> and its name, and of whatever else is received for that name.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">Its name, in small letters, digits and hyphens, as it stands in addresses.</param>
    /// <param name="create">Makes it, once.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name has another form.</exception>
    public static DpiBlocksBuilder AddMessageHandler(this DpiBlocksBuilder builder, string name, Func<IServiceProvider, IMessageHandler> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(create);
        if (!name.All(static letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
        {
            throw new ArgumentException("A name has small letters, digits and hyphens.", nameof(name));
        }

        builder.Services.AddSingleton(services => new NamedHandler(name, create(services)));
        return builder;
    }

    /// <summary>Adds the way to webhooks: messages to <c>https:</c> addresses are sent there, as soon as somebody commits one.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets how webhooks are called.</param>
    /// <returns>The builder.</returns>
    public static DpiBlocksBuilder AddWebhooks(this DpiBlocksBuilder builder, Action<HttpsTransportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new HttpsTransportOptions();
        configure?.Invoke(options);
        builder.Services.AddSingleton<IMessageTransport>(services => new HttpsTransport(services.GetRequiredService<TimeProvider>(), options));
        return builder;
    }

    private sealed record NamedHandler(string Name, IMessageHandler Handler);
}

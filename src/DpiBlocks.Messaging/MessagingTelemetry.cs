using System.Diagnostics.Metrics;

namespace DpiBlocks.Messaging;

/// <summary>What is counted, by the names of OpenTelemetry's semantic conventions for messaging where they have one.</summary>
/// <remarks>Nothing of a message is in a tag: neither its id nor its destination, since both can point to a person.</remarks>
public static class MessagingTelemetry
{
    /// <summary>The name by which a host listens.</summary>
    public const string Meter = "DpiBlocks.Messaging";

    private static readonly Meter Source = new(Meter);

    /// <summary>Attempts to send, by how they ended: <c>delivered</c>, <c>later</c>, <c>rejected</c>.</summary>
    internal static Counter<long> Sent { get; } = Source.CreateCounter<long>("messaging.client.sent.messages", "{message}");

    /// <summary>Messages taken in, by how that ended: the names of <see cref="InboxOutcome"/>.</summary>
    internal static Counter<long> Consumed { get; } = Source.CreateCounter<long>("messaging.client.consumed.messages", "{message}");

    /// <summary>Messages that have become dead letters, by the code of the last failure.</summary>
    internal static Counter<long> Dead { get; } = Source.CreateCounter<long>("dpiblocks.messaging.dead_letters", "{message}");

    /// <summary>How long the oldest message has been waiting for its delivery; 0 when none waits.</summary>
    internal static Gauge<double> Age { get; } = Source.CreateGauge<double>("dpiblocks.messaging.oldest_message.age", "s");

    internal static void Count(Counter<long> counter, string outcome) => counter.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}

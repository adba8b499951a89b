using System.Collections.Concurrent;
using System.Text;

namespace DpiBlocks.Messaging.Tests;

/// <summary>A transport that does what a test says, and remembers what it was given.</summary>
internal sealed class RecordingTransport(Func<OutgoingMessage, CancellationToken, ValueTask<Delivery>> send) : IMessageTransport
{
    private readonly ConcurrentQueue<OutgoingMessage> _messages = new();

    public RecordingTransport()
        : this((_, _) => ValueTask.FromResult(Delivery.Delivered))
    {
    }

    public RecordingTransport(Func<string, Delivery> send)
        : this((message, _) => ValueTask.FromResult(send(Encoding.UTF8.GetString(message.Content.Span))))
    {
    }

    public IReadOnlyCollection<OutgoingMessage> Messages => _messages;

    /// <summary>The contents, in the order in which they were to be sent.</summary>
    public IEnumerable<string> Texts => _messages.Select(message => Encoding.UTF8.GetString(message.Content.Span));

    public bool Carries(Uri destination) => destination.Scheme == "test";

    public ValueTask<Delivery> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        _messages.Enqueue(message);
        return send(message, cancellationToken);
    }
}

namespace DpiBlocks.Messaging;

/// <summary>Knows what messages of one name mean.</summary>
public interface IMessageHandler
{
    /// <summary>Reads a message, and says what is to be done. It changes nothing, and asks nobody.</summary>
    /// <param name="message">The message, which nobody has checked: its sender is known, its content is whatever came.</param>
    /// <returns>The change to make and the shard it is made on, or a refusal.</returns>
    Handling Read(InboxMessage message);
}

namespace DpiBlocks.Exchange;

/// <summary>Data of one person that may be handed out, recorded already.</summary>
/// <param name="Content">The decided fields of her record, a JSON object in UTF-8.</param>
/// <param name="Decision">The decision; its <see cref="DisclosureDecision.Id"/> travels with the data.</param>
public sealed record ReleasedRecord(ReadOnlyMemory<byte> Content, DisclosureDecision Decision)
{
    /// <summary>Gets the hash of the content, as it stands in the log.</summary>
    public Digest Hash { get; } = Digest.Of(Content.Span);
}

namespace DpiBlocks.Storage.Sqlite;

/// <summary>A database that was demanded is not used.</summary>
/// <param name="refusal">Why.</param>
public sealed class StorageException(Refusal refusal) : Exception($"{refusal.Code}: {refusal.Message}")
{
    /// <summary>Gets why it is not used.</summary>
    public Refusal Refusal { get; } = refusal;
}

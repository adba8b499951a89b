namespace DpiBlocks.Storage.Contract;

/// <summary>A key of which it is known how often it was asked to sign, and which may fail before it does, as one that is far away.</summary>
public sealed class WatchedSigner(ISigner inner, Action<int>? before = null) : ISigner
{
    private int _asked;

    public int Asked => _asked;

    public KeyId KeyId => inner.KeyId;

    public SignatureAlgorithm Algorithm => inner.Algorithm;

    public VerificationKey VerificationKey => inner.VerificationKey;

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        var number = Interlocked.Increment(ref _asked);
        before?.Invoke(number);
        return inner.SignAsync(data, cancellationToken);
    }
}

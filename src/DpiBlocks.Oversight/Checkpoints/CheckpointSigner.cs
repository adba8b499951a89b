namespace DpiBlocks.Oversight;

/// <summary>Signs the checkpoints of a log.</summary>
public sealed class CheckpointSigner
{
    private readonly ISigner _signer;
    private readonly TimeProvider _time;

    /// <summary>Initializes a new instance of the <see cref="CheckpointSigner"/> class.</summary>
    /// <param name="origin">The name of the log, also that of its key: without white space and plus.</param>
    /// <param name="signer">The key: Ed25519, which every tlog client reads, or ML-DSA-44.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">The origin has not the form of a name, or the key is of another kind.</exception>
    public CheckpointSigner(string origin, ISigner signer, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(time);
        (_signer, _time) = (signer, time);
        Key = NoteKey.Create(origin, signer.VerificationKey, signer.Algorithm == SignatureAlgorithm.MlDsa44 ? NoteSignatureKind.MlDsa44 : NoteSignatureKind.Ed25519);
    }

    /// <summary>Gets the public key, to be given to everyone who shall verify the log.</summary>
    public NoteKey Key { get; }

    /// <summary>Signs.</summary>
    /// <param name="size">The number of leaves.</param>
    /// <param name="root">The root.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The note.</returns>
    public async ValueTask<SignedNote> SignAsync(long size, Digest root, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var checkpoint = new Checkpoint(Key.Name, size, root);
        return new SignedNote
        {
            Text = checkpoint.ToText(),
            Signatures = [await Cosignature.SignAsync(Key, _signer, checkpoint, _time.GetUtcNow(), cancellationToken)],
        };
    }

    /// <summary>Signs a text that is no checkpoint.</summary>
    internal async ValueTask<SignedNote> SignTextAsync(string text, CancellationToken cancellationToken) => new()
    {
        Text = text,
        Signatures = [new NoteSignature(Key.Name, Key.KeyId, await _signer.SignAsync(System.Text.Encoding.UTF8.GetBytes(text), cancellationToken))],
    };
}

using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace DpiBlocks.Oversight;

/// <summary>What a signature over a note or checkpoint covers, by its kind (C2SP signed-note; C2SP tlog-cosignature).</summary>
internal static class Cosignature
{
    /// <summary>Whether the signature begins with the time at which it was made.</summary>
    public static bool IsTimed(NoteSignatureKind kind) => kind is NoteSignatureKind.CosignatureV1 or NoteSignatureKind.MlDsa44;

    /// <summary>Checks a signature line over a note.</summary>
    /// <param name="key">The key that the line names.</param>
    /// <param name="signature">The line.</param>
    /// <param name="text">The text of the note.</param>
    /// <param name="checkpoint">The checkpoint that the text is, or null when it is none: then nothing but the text can be signed.</param>
    /// <param name="at">When it was signed, where the signature says so.</param>
    /// <returns>Whether it is right.</returns>
    public static bool Verify(NoteKey key, NoteSignature signature, string text, Checkpoint? checkpoint, out DateTimeOffset? at)
    {
        at = null;
        var algorithm = NoteKey.AlgorithmOf(key.Kind)!;
        if (!IsTimed(key.Kind))
        {
            return key.Key.Verify(algorithm, Encoding.UTF8.GetBytes(text), signature.Value.Span);
        }

        if (checkpoint is null || signature.Value.Length <= sizeof(long))
        {
            return false;
        }

        var seconds = BinaryPrimitives.ReadInt64BigEndian(signature.Value.Span);
        if (seconds <= 0 || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            || !TryMessage(key.Kind, key.Name, text, checkpoint, seconds, out var message)
            || !key.Key.Verify(algorithm, message, signature.Value.Span[sizeof(long)..]))
        {
            return false;
        }

        at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    /// <summary>Signs a checkpoint.</summary>
    public static async ValueTask<NoteSignature> SignAsync(
        NoteKey key, ISigner signer, Checkpoint checkpoint, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var text = checkpoint.ToText();
        if (!IsTimed(key.Kind))
        {
            return new NoteSignature(key.Name, key.KeyId, await signer.SignAsync(Encoding.UTF8.GetBytes(text), cancellationToken));
        }

        var seconds = at.ToUnixTimeSeconds();
        if (!TryMessage(key.Kind, key.Name, text, checkpoint, seconds, out var message))
        {
            throw new ArgumentException("Names in post-quantum cosignatures have at most 255 bytes.", nameof(checkpoint));
        }

        var time = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(time, seconds);
        return new NoteSignature(key.Name, key.KeyId, (byte[])[.. time, .. await signer.SignAsync(message, cancellationToken)]);
    }

    private static bool TryMessage(
        NoteSignatureKind kind, string name, string text, Checkpoint checkpoint, long seconds, [NotNullWhen(true)] out byte[]? message)
    {
        message = kind is NoteSignatureKind.CosignatureV1
            ? Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n{text}"))
            : Subtree(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(checkpoint.Origin), checkpoint, seconds);
        return message is not null;
    }

    // The structure cosigned_message: label, cosigner_name, timestamp, log_origin, start, end, hash.
    private static byte[]? Subtree(byte[] name, byte[] origin, Checkpoint checkpoint, long seconds)
    {
        if (name.Length > byte.MaxValue || origin.Length > byte.MaxValue)
        {
            return null;
        }

        var time = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(time, seconds);
        var range = new byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(range.AsSpan(sizeof(long)), checkpoint.Size);
        var hash = new byte[MerkleTree.HashLength];
        checkpoint.Root.CopyTo(hash);
        return [.. "subtree/v1\n\0"u8, (byte)name.Length, .. name, .. time, (byte)origin.Length, .. origin, .. range, .. hash];
    }
}

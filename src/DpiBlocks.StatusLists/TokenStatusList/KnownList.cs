using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.StatusLists;

/// <summary>A token that was read before, what it decodes to, and by which keys its signature was found right. Whether they are trusted is asked each time.</summary>
internal sealed class KnownList(ReadOnlyMemory<byte> content, Digest digest, StatusListToken token)
{
    private readonly ConcurrentDictionary<Digest, bool> _rightKeys = [];
    private volatile Decoded? _decoded;

    public ReadOnlyMemory<byte> Content => content;

    public Digest Digest => digest;

    public StatusListToken Token => token;

    /// <summary>Gets roughly how much memory it takes, with room for the list before it is decoded.</summary>
    public long Bytes => content.Length + token.Compressed.Length + (_decoded?.List?.Length ?? 0);

    public bool TryDecode([NotNullWhen(true)] out StatusList? list, [NotNullWhen(false)] out Refusal? refusal)
    {
        if (_decoded is not { } decoded)
        {
            token.TryDecode(out list, out refusal);      // two threads may do it at once; both get the same
            _decoded = decoded = new Decoded(list, refusal);
        }

        (list, refusal) = (decoded.List, decoded.Refusal);
        return list is not null;
    }

    /// <summary>Gives a key that checks the one signature of this token, and remembers that it was right.</summary>
    public VerificationKey Remember(VerificationKey key) => new RememberingKey(key, _rightKeys);

    private sealed record Decoded(StatusList? List, Refusal? Refusal);

    private sealed class RememberingKey(VerificationKey key, ConcurrentDictionary<Digest, bool> rightKeys)
        : VerificationKey(key.Thumbprint, key.Algorithms)
    {
        protected override bool VerifyCore(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            if (rightKeys.ContainsKey(Thumbprint))
            {
                return true;
            }

            var right = key.Verify(algorithm, data, signature);
            if (right)
            {
                rightKeys.TryAdd(Thumbprint, true);
            }

            return right;
        }
    }
}

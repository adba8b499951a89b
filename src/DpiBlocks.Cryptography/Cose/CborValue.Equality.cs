using System.Security.Cryptography;

namespace DpiBlocks.Cryptography.Cose;

/// <content>When two map keys are the same key.</content>
public sealed partial class CborValue
{
    /// <summary>Gets the comparison by value: 1 is 1, whether it came as one byte or as nine.</summary>
    internal static IEqualityComparer<CborValue> ByValue { get; } = new ValueComparer();

    // A string that came in one piece is the end of its encoding.
    private ReadOnlyMemory<byte> StringBytes => _content as byte[] ?? Encoded[^(int)_argument..];

    private bool HasSameValue(CborValue other) =>
        Kind == other.Kind && Kind switch
        {
            CborKind.ByteString or CborKind.TextString => CryptographicOperations.FixedTimeEquals(StringBytes.Span, other.StringBytes.Span),
            CborKind.Array or CborKind.Map or CborKind.Tag => CryptographicOperations.FixedTimeEquals(Encoded.Span, other.Encoded.Span),
            _ => _argument == other._argument,
        };

    private int HashValue()
    {
        HashCode hash = default;
        hash.Add(Kind);
        if (Kind is CborKind.ByteString or CborKind.TextString)
        {
            hash.AddBytes(StringBytes.Span);
        }
        else if (Kind is CborKind.Array or CborKind.Map or CborKind.Tag)
        {
            hash.AddBytes(Encoded.Span);
        }
        else
        {
            hash.Add(_argument);
        }

        return hash.ToHashCode();      // seeded anew in each process, so that nobody can choose keys that collide
    }

    private sealed class ValueComparer : IEqualityComparer<CborValue>
    {
        public bool Equals(CborValue? x, CborValue? y) => x is not null && y is not null && x.HasSameValue(y);

        public int GetHashCode(CborValue obj) => obj.HashValue();
    }
}

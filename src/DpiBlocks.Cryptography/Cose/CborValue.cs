using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace DpiBlocks.Cryptography.Cose;

/// <summary>A CBOR value that <see cref="StrictCbor"/> has read and checked. Immutable; it refers to the bytes it came from.</summary>
public sealed partial class CborValue
{
    private readonly ulong _argument;      // the number of an integer or tag, the length of a string, the bits of a float
    private object? _content;              // bytes that came in pieces, decoded text, items, entries, what is tagged

    internal CborValue(CborKind kind, ReadOnlyMemory<byte> encoded, ulong argument = 0, object? content = null)
    {
        (Kind, Encoded, _argument, _content) = (kind, encoded, argument, content);
    }

    /// <summary>Gets what it is.</summary>
    public CborKind Kind { get; }

    /// <summary>Gets its bytes, as they came.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>Gets the items of an array in their order; empty for anything else.</summary>
    public ImmutableArray<CborValue> Items =>
        _content is CborValue[] items ? ImmutableCollectionsMarshal.AsImmutableArray(items) : [];

    /// <summary>Gets the entries of a map in the order they came; empty for anything else.</summary>
    public ImmutableArray<KeyValuePair<CborValue, CborValue>> Entries =>
        _content is KeyValuePair<CborValue, CborValue>[] entries ? ImmutableCollectionsMarshal.AsImmutableArray(entries) : [];

    /// <summary>Gets a value indicating whether it is <c>null</c>.</summary>
    public bool IsNull => Kind is CborKind.Null;

    /// <summary>Reads an integer.</summary>
    /// <param name="value">The integer.</param>
    /// <returns>Whether it is an integer within the range of <see cref="long"/>.</returns>
    public bool TryGetInt64(out long value)
    {
        var fits = Kind is CborKind.UnsignedInteger or CborKind.NegativeInteger && _argument <= long.MaxValue;
        value = !fits ? 0 : Kind is CborKind.UnsignedInteger ? (long)_argument : -1 - (long)_argument;
        return fits;
    }

    /// <summary>Reads a floating-point number.</summary>
    /// <param name="value">The number, which may be infinite or not a number.</param>
    /// <returns>Whether it is one. An integer is none.</returns>
    public bool TryGetDouble(out double value)
    {
        value = Kind is CborKind.FloatingPoint ? BitConverter.UInt64BitsToDouble(_argument) : 0;
        return Kind is CborKind.FloatingPoint;
    }

    /// <summary>Reads a boolean.</summary>
    /// <param name="value">The boolean.</param>
    /// <returns>Whether it is one.</returns>
    public bool TryGetBoolean(out bool value)
    {
        value = Kind is CborKind.Boolean && _argument != 0;
        return Kind is CborKind.Boolean;
    }

    /// <summary>Reads bytes, without a copy where they came in one piece.</summary>
    /// <param name="value">The bytes.</param>
    /// <returns>Whether it is a byte string.</returns>
    public bool TryGetBytes(out ReadOnlyMemory<byte> value)
    {
        value = Kind is CborKind.ByteString ? StringBytes : default;
        return Kind is CborKind.ByteString;
    }

    /// <summary>Reads text.</summary>
    /// <param name="value">The text.</param>
    /// <returns>Whether it is a text string.</returns>
    public bool TryGetText([NotNullWhen(true)] out string? value)
    {
        value = Kind is not CborKind.TextString ? null
            : _content as string ?? Encoding.UTF8.GetString(StringBytes.Span);
        if (value is not null)
        {
            _content ??= value;      // two threads write the same; bytes that came in pieces stay, being the only whole copy
        }

        return value is not null;
    }

    /// <summary>Reads text as UTF-8, without a copy where it came in one piece.</summary>
    /// <param name="value">The UTF-8, which is valid.</param>
    /// <returns>Whether it is a text string.</returns>
    public bool TryGetUtf8(out ReadOnlyMemory<byte> value)
    {
        value = Kind is CborKind.TextString ? StringBytes : default;
        return Kind is CborKind.TextString;
    }

    /// <summary>Reads a tag and what stands behind it.</summary>
    /// <param name="tag">The number of the tag.</param>
    /// <param name="content">What it explains.</param>
    /// <returns>Whether it is a tag.</returns>
    public bool TryGetTag(out ulong tag, [NotNullWhen(true)] out CborValue? content)
    {
        (tag, content) = Kind is CborKind.Tag ? (_argument, (CborValue)_content!) : (0UL, null);
        return content is not null;
    }

    /// <summary>Finds the value of a key in a map.</summary>
    /// <param name="label">The key, an integer.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it is a map that has the key.</returns>
    public bool TryGet(long label, [NotNullWhen(true)] out CborValue? value)
    {
        value = null;
        foreach (var (key, candidate) in Entries)
        {
            if (key.TryGetInt64(out var number) && number == label)
            {
                value = candidate;
            }
        }

        return value is not null;
    }

    /// <summary>Finds the value of a key in a map.</summary>
    /// <param name="name">The key, a text, compared exactly.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it is a map that has the key.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out CborValue? value)
    {
        ArgumentNullException.ThrowIfNull(name);
        value = null;
        foreach (var (key, candidate) in Entries)
        {
            if (key.TryGetText(out var text) && string.Equals(text, name, StringComparison.Ordinal))
            {
                value = candidate;
            }
        }

        return value is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"CBOR {Kind} of {Encoded.Length} bytes";
}

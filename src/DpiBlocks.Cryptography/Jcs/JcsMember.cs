using System.Runtime.InteropServices;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jcs;

/// <summary>A member of an object, in the order of RFC 8785, 3.2.3: by the UTF-16 code units of its name.</summary>
internal readonly struct JcsMember : IComparable<JcsMember>
{
    private readonly JsonProperty _property;
    private readonly byte[]? _unescaped;

    public JcsMember(JsonProperty property)
    {
        _property = property;
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        _unescaped = raw.Contains((byte)'\\') ? JcsString.Unescape(raw) : null;
    }

    /// <summary>The name as it came, between its quotes.</summary>
    public ReadOnlySpan<byte> RawName => JsonMarshal.GetRawUtf8PropertyName(_property);

    public JsonElement Value => _property.Value;

    private ReadOnlySpan<byte> Name => _unescaped ?? RawName;

    public int CompareTo(JcsMember other)
    {
        var left = Name;
        var right = other.Name;
        var same = left.CommonPrefixLength(right);
        return same == left.Length || same == right.Length
            ? left.Length - right.Length
            : Weight(left[same]) - Weight(right[same]);
    }

    // UTF-8 sorts as UTF-16 does but for one thing: U+E000 to U+FFFF (first byte EE or EF) come after the surrogate
    // pairs (first byte F0 to F4). Bytes that follow a first byte are below these, so it can only be a first byte that differs.
    private static int Weight(byte value) => value is 0xEE or 0xEF ? value + 0x10 : value;
}

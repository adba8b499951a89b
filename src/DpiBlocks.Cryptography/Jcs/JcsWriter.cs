using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jcs;

/// <summary>Writes one value canonically into a rented buffer.</summary>
internal sealed class JcsWriter : IDisposable
{
    private const int FirstLength = 4096;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstLength);
    private int _length;

    /// <summary>What was written so far; not to be used after disposal.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Writes a value; false when a number in it has no canonical form.</summary>
    public bool TryWrite(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return TryWriteObject(element);
            case JsonValueKind.Array:
                return TryWriteArray(element);
            case JsonValueKind.Number:
                return TryWriteNumber(JsonMarshal.GetRawUtf8Value(element));
            case JsonValueKind.String:
                WriteString(JsonMarshal.GetRawUtf8Value(element)[1..^1]);
                return true;
            default:
                Write(JsonMarshal.GetRawUtf8Value(element));      // true, false, null
                return true;
        }
    }

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);      // a document can hold personal data
        }
    }

    private bool TryWriteArray(JsonElement array)
    {
        Write((byte)'[');
        var first = true;
        foreach (var item in array.EnumerateArray())
        {
            if (!first)
            {
                Write((byte)',');
            }

            first = false;
            if (!TryWrite(item))
            {
                return false;
            }
        }

        Write((byte)']');
        return true;
    }

    private bool TryWriteObject(JsonElement element)
    {
        var members = ArrayPool<JcsMember>.Shared.Rent(element.GetPropertyCount());
        try
        {
            var count = 0;
            var isSorted = true;
            foreach (var property in element.EnumerateObject())
            {
                members[count] = new JcsMember(property);
                isSorted &= count == 0 || members[count - 1].CompareTo(members[count]) < 0;
                count++;
            }

            if (!isSorted)
            {
                members.AsSpan(0, count).Sort();
            }

            return TryWriteMembers(members.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<JcsMember>.Shared.Return(members, clearArray: true);
        }
    }

    private bool TryWriteMembers(ReadOnlySpan<JcsMember> members)
    {
        Write((byte)'{');
        for (var i = 0; i < members.Length; i++)
        {
            if (i > 0)
            {
                Write((byte)',');
            }

            WriteString(members[i].RawName);
            Write((byte)':');
            if (!TryWrite(members[i].Value))
            {
                return false;
            }
        }

        Write((byte)'}');
        return true;
    }

    private bool TryWriteNumber(ReadOnlySpan<byte> literal)
    {
        var isDone = JcsNumber.TryFormat(literal, Reserve(JcsNumber.MaxLength), out var written);
        _length += written;
        return isDone;
    }

    // Without an escape it is canonical already: JSON allows neither quotes nor control characters bare.
    private void WriteString(ReadOnlySpan<byte> raw)
    {
        var target = Reserve(raw.Length + 2);      // unescaping never makes it longer
        target[0] = (byte)'"';
        var length = raw.Contains((byte)'\\') ? JcsString.Rewrite(raw, target[1..]) : Copy(raw, target[1..]);
        target[length + 1] = (byte)'"';
        _length += length + 2;
    }

    private static int Copy(ReadOnlySpan<byte> source, Span<byte> target)
    {
        source.CopyTo(target);
        return source.Length;
    }

    private void Write(byte value)
    {
        Reserve(1)[0] = value;
        _length++;
    }

    private void Write(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        _length += value.Length;
    }

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_length + count), 2 * _buffer.Length));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = larger;
        }

        return _buffer.AsSpan(_length);
    }
}

using System.Formats.Cbor;

namespace DpiBlocks.Cryptography.Cose;

/// <summary>Reads one value with the platform's reader, and adds what that one does not check.</summary>
internal sealed partial class CborTreeReader(ReadOnlyMemory<byte> data, CborLimits limits)
{
    private const int FewEntries = 16;

    // Lax only in that the checks below are ours, so that each has its own code.
    private readonly CborReader _reader = new(data, CborConformanceMode.Lax);
    private int _values;

    /// <summary>Reads the value, which must be all there is.</summary>
    public CborFault Read(out CborValue? value)
    {
        var fault = ReadValue(0, out value);
        return fault is CborFault.None && _reader.BytesRemaining > 0 ? CborFault.TrailingData : fault;
    }

    private CborFault ReadValue(int depth, out CborValue? value)
    {
        value = null;
        if (++_values > limits.MaxValues)
        {
            return CborFault.TooLarge;
        }

        var start = _reader.BytesRemaining;
        var state = _reader.PeekState();
        if (state is CborReaderState.StartArray or CborReaderState.StartMap or CborReaderState.Tag)
        {
            return depth >= limits.MaxDepth ? CborFault.TooDeep
                : state is CborReaderState.StartArray ? ReadArray(depth, start, out value)
                : state is CborReaderState.StartMap ? ReadMap(depth, start, out value)
                : ReadTag(depth, start, out value);
        }

        var (kind, argument, content) = ReadScalar(state);
        value = new CborValue(kind, Since(start), argument, content);
        return CborTags.IsPlain(value, argument) ? CborFault.None : CborFault.Malformed;
    }

    private CborFault ReadArray(int depth, int start, out CborValue? value)
    {
        value = null;
        var items = new List<CborValue>(Math.Min(_reader.ReadStartArray() ?? 0, FewEntries));
        while (_reader.PeekState() is not CborReaderState.EndArray)
        {
            if (items.Count == limits.MaxItems)
            {
                return CborFault.TooLarge;
            }

            var fault = ReadValue(depth + 1, out var item);
            if (fault is not CborFault.None)
            {
                return fault;
            }

            items.Add(item!);
        }

        _reader.ReadEndArray();
        value = new CborValue(CborKind.Array, Since(start), 0, items.ToArray());
        return CborFault.None;
    }

    private CborFault ReadMap(int depth, int start, out CborValue? value)
    {
        value = null;
        var entries = new List<KeyValuePair<CborValue, CborValue>>(Math.Min(_reader.ReadStartMap() ?? 0, FewEntries));
        HashSet<CborValue>? keys = null;
        while (_reader.PeekState() is not CborReaderState.EndMap)
        {
            if (entries.Count == limits.MaxEntries)
            {
                return CborFault.TooLarge;
            }

            var fault = ReadValue(depth + 1, out var key);
            if (fault is CborFault.None)
            {
                fault = IsKnown(key!, entries, ref keys) ? CborFault.DuplicateKey : ReadValue(depth + 1, out value);
            }

            if (fault is not CborFault.None)
            {
                value = null;
                return fault;
            }

            entries.Add(KeyValuePair.Create(key!, value!));
        }

        _reader.ReadEndMap();
        value = new CborValue(CborKind.Map, Since(start), 0, entries.ToArray());
        return CborFault.None;
    }

    private static bool IsKnown(CborValue key, List<KeyValuePair<CborValue, CborValue>> entries, ref HashSet<CborValue>? keys)
    {
        if (entries.Count >= FewEntries)
        {
            keys ??= new HashSet<CborValue>(entries.Select(entry => entry.Key), CborValue.ByValue);
            return !keys.Add(key);
        }

        foreach (var (known, _) in entries)
        {
            if (CborValue.ByValue.Equals(known, key))
            {
                return true;
            }
        }

        return false;
    }

    private CborFault ReadTag(int depth, int start, out CborValue? value)
    {
        value = null;
        var tag = (ulong)_reader.ReadTag();
        var fault = ReadValue(depth + 1, out var content);
        if (fault is CborFault.None)
        {
            value = new CborValue(CborKind.Tag, Since(start), tag, content);
            fault = CborTags.Check(tag, content!);
        }

        return fault;
    }

    private ReadOnlyMemory<byte> Since(int remainingThen)
    {
        var from = data.Length - remainingThen;
        return data[from..(data.Length - _reader.BytesRemaining)];
    }
}

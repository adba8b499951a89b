using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DpiBlocks.Credentials.SdJwt;

/// <content>The walk over what is signed.</content>
internal sealed partial class DisclosureProcessor
{
    private Refusal? WriteValue(JsonElement value, int depth, int recursion)
    {
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            _writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
            return null;
        }

        if (depth >= MostDepth)
        {
            return SdJwtRefusals.Depth;
        }

        // Most values hide nothing; the names that hide may be spelt with escapes.
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (!raw.Contains((byte)'\\') && raw.IndexOf(SdJwtNames.Digests) < 0 && raw.IndexOf(SdJwtNames.Element) < 0)
        {
            _writer.WriteRawValue(raw, skipInputValidation: true);
            return depth + JsonText.DepthOf(raw) > MostDepth ? SdJwtRefusals.Depth : null;
        }

        return value.ValueKind is JsonValueKind.Object ? WriteObject(value, depth + 1, recursion) : WriteArray(value, depth + 1, recursion);
    }

    private Refusal? WriteObject(JsonElement value, int depth, int recursion)
    {
        var isRoot = depth == 1;
        JsonElement digests = default;
        _writer.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            var name = JsonText.NameOf(member);
            if (!SdJwtNames.IsReserved(name))
            {
                _writer.WritePropertyName(name);
                if (WriteValue(member.Value, depth, recursion) is { } refusal)
                {
                    return refusal;
                }
            }
            else if (SdJwtNames.IsEqual(name, SdJwtNames.Digests))
            {
                digests = member.Value;
            }
            else if (!isRoot || !SdJwtNames.IsEqual(name, SdJwtNames.Hash))
            {
                return SdJwtRefusals.DigestsMisplaced;      // 4.1.1: _sd_alg stands at the top alone; 4.1, rule 7
            }
        }

        if (digests.ValueKind is not JsonValueKind.Undefined && WriteDisclosed(value, digests, depth, recursion, isRoot) is { } reason)
        {
            return reason;
        }

        _writer.WriteEndObject();
        return null;
    }

    private Refusal? WriteDisclosed(JsonElement owner, JsonElement digests, int depth, int recursion, bool isRoot)
    {
        if (digests.ValueKind is not JsonValueKind.Array)
        {
            return SdJwtRefusals.DigestsMalformed;
        }

        var first = _names.Count;
        foreach (var item in digests.EnumerateArray())
        {
            if (_disclosures.Meet(item, out var start, out var length) is { } refusal)
            {
                return refusal;
            }

            if (length > 0 && WriteMember(owner, start, length, depth, recursion + 1, isRoot, first) is { } reason)
            {
                return reason;
            }
        }

        _names.Truncate(first);
        return null;
    }

    private Refusal? WriteMember(
        JsonElement owner, int start, int length, int depth, int recursion, bool isRoot, int firstName)
    {
        var refusal = _disclosures.Open(start, length, parts: 3, recursion, out var disclosure);
        using (disclosure)
        {
            if (refusal is not null)
            {
                return refusal;
            }

            var (key, value) = (disclosure!.RootElement[1], disclosure.RootElement[2]);
            var name = JsonText.Utf8Of(key);
            refusal = SdJwtNames.IsReserved(name) ? SdJwtRefusals.Reserved
                : owner.TryGetProperty(name, out _) || !TryAddName(name, firstName) ? SdJwtRefusals.Collision
                : isRoot && _mustBeClear && SdJwtNames.MustBeClear(name) ? SdJwtRefusals.Clear
                : null;
            if (refusal is not null)
            {
                return refusal;
            }

            if (isRoot)
            {
                _claims.Read(name, value, default);
            }

            _writer.WritePropertyName(name);
            return WriteValue(value, depth, recursion);
        }
    }

    // The names that disclosures brought to this object; there are never more than disclosures.
    private bool TryAddName(ReadOnlySpan<byte> name, int first)
    {
        for (var known = _names.Written[first..]; !known.IsEmpty;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(known);
            if (SdJwtNames.IsEqual(known.Slice(sizeof(int), length), name))
            {
                return false;
            }

            known = known[(sizeof(int) + length)..];
        }

        BinaryPrimitives.WriteInt32LittleEndian(_names.GetSpan(sizeof(int)), name.Length);
        _names.Advance(sizeof(int));
        _names.Write(name);
        return true;
    }

    private Refusal? WriteArray(JsonElement value, int depth, int recursion)
    {
        _writer.WriteStartArray();
        foreach (var item in value.EnumerateArray())
        {
            var refusal = item.ValueKind is JsonValueKind.Object && item.TryGetProperty(SdJwtNames.Element, out var digest)
                ? item.GetPropertyCount() == 1 ? WriteItem(digest, depth, recursion + 1) : SdJwtRefusals.DigestsMalformed      // 4.2.4.2: no other keys
                : WriteValue(item, depth, recursion);
            if (refusal is not null)
            {
                return refusal;
            }
        }

        _writer.WriteEndArray();
        return null;
    }

    // 7.1, step 3.d: an element for which nothing came is left out.
    private Refusal? WriteItem(JsonElement digest, int depth, int recursion)
    {
        if (_disclosures.Meet(digest, out var start, out var length) is { } refusal)
        {
            return refusal;
        }

        if (length == 0)
        {
            return null;
        }

        var reason = _disclosures.Open(start, length, parts: 2, recursion, out var disclosure);
        using (disclosure)
        {
            return reason ?? WriteValue(disclosure!.RootElement[1], depth, recursion);
        }
    }
}

using System.Text.Json;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>The disclosures that came with an SD-JWT, found by their digests (RFC 9901, 7.1, steps 3.a to 3.c).</summary>
internal sealed class DisclosureReader(ReadOnlyMemory<byte> presented, SdJwtHash hash) : IDisposable
{
    public const int MostDisclosures = 500;
    public const int MostRecursion = 16;

    private static readonly JsonLimits Limits = JsonLimits.Token with { MaxBytes = JsonLimits.Presentation.MaxBytes };

    private readonly DigestTable _digests = new(hash.Length);
    private readonly PooledBuffer _decoded = new(presented.Length);      // never grows, so that what lies in it stays in its place

    /// <summary>Gets how many disclosures no digest has referred to yet.</summary>
    public int Unreferenced => _digests.Unreferenced;

    public void Dispose()
    {
        _digests.Dispose();
        _decoded.Dispose();
    }

    /// <summary>Hashes what came; null when nothing is wrong with it.</summary>
    public Refusal? ReadAll()
    {
        var text = presented.Span;
        Span<byte> digest = stackalloc byte[SdJwtHash.LongestDigest];
        digest = digest[..hash.Length];
        var count = 0;
        for (var start = 0; start < text.Length;)
        {
            var length = text[start..].IndexOf((byte)'~');
            if (length == 0 || ++count > MostDisclosures)
            {
                return length == 0 ? SdJwtRefusals.NotAnSdJwt : SdJwtRefusals.Count;
            }

            hash.Compute(text.Slice(start, length), digest);
            if (!_digests.TryAddDisclosure(digest, start, length))
            {
                return SdJwtRefusals.Duplicate;
            }

            start += length + 1;
        }

        return null;
    }

    /// <summary>Finds what a digest in the signed text stands for; a length of zero when nothing came for it.</summary>
    public Refusal? Meet(JsonElement item, out int start, out int length)
    {
        (start, length) = (0, 0);
        if (item.ValueKind is not JsonValueKind.String)
        {
            return SdJwtRefusals.DigestsMalformed;
        }

        var text = JsonText.Utf8Of(item);
        Span<byte> digest = stackalloc byte[SdJwtHash.LongestDigest];
        if (text.Length != hash.TextLength || !StrictBase64Url.TryDecode(text, digest, out var written))
        {
            return SdJwtRefusals.DigestsMalformed;
        }

        return _digests.TryMeet(digest[..written], out start, out length) ? null : SdJwtRefusals.Duplicate;
    }

    /// <summary>Opens a disclosure: an array of so many parts, of which the first, and the second of three, are strings.</summary>
    public Refusal? Open(int start, int length, int parts, int recursion, out JsonDocument? disclosure)
    {
        disclosure = null;
        if (recursion > MostRecursion)
        {
            return SdJwtRefusals.Depth;
        }

        var place = _decoded.Count;
        if (!StrictBase64Url.TryDecode(presented.Span.Slice(start, length), _decoded.GetSpan(length), out var written))
        {
            return SdJwtRefusals.Disclosure;
        }

        _decoded.Advance(written);
        if (!StrictJson.TryParse(_decoded.Memory.Slice(place, written), Limits, out disclosure, out var refusal))
        {
            return refusal.Code is JsonRefusalCodes.Malformed ? SdJwtRefusals.Disclosure : refusal;
        }

        var array = disclosure.RootElement;
        return array.ValueKind is JsonValueKind.Array
            && array.GetArrayLength() == parts
            && array[0].ValueKind is JsonValueKind.String
            && (parts == 2 || array[1].ValueKind is JsonValueKind.String)
            ? null
            : SdJwtRefusals.Disclosure;
    }
}

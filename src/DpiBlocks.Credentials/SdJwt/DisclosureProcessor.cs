using System.Text.Encodings.Web;
using System.Text.Json;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>Puts disclosures where their digests stand, and refuses what must be refused (RFC 9901, 7.1, steps 3 to 5).</summary>
/// <remarks>One pass over what is signed; every digest is looked up once. The text of a disclosure is hashed as it came.</remarks>
internal sealed partial class DisclosureProcessor : IDisposable
{
    public const int MostDisclosures = 500;
    public const int MostRecursion = 16;
    public const int MostDepth = 32;

    private static readonly JsonLimits Limits = JsonLimits.Token with { MaxBytes = JsonLimits.Presentation.MaxBytes, MaxDepth = MostDepth };

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,      // what is written is JSON, never part of a page
        SkipValidation = true,
    };

    private readonly ReadOnlyMemory<byte> _presented;
    private readonly SdJwtHash _hash;
    private readonly SdJwtClaims _claims;
    private readonly DigestTable _digests;
    private readonly PooledBuffer _decoded;
    private readonly PooledBuffer _names = new(256);
    private readonly PooledBuffer _output;
    private readonly Utf8JsonWriter _writer;
    private readonly bool _mustBeClear;

    private DisclosureProcessor(ReadOnlyMemory<byte> presented, int capacity, SdJwtHash hash, SdJwtClaims claims, bool mustBeClear)
    {
        (_presented, _hash, _claims, _mustBeClear) = (presented, hash, claims, mustBeClear);
        _digests = new DigestTable(hash.Length);
        _decoded = new PooledBuffer(presented.Length);      // never grows, so that what lies in it stays in its place
        _output = new PooledBuffer(capacity);
        _writer = new Utf8JsonWriter(_output, WriterOptions);
    }

    /// <summary>Processes.</summary>
    /// <param name="payload">The signed payload, an object.</param>
    /// <param name="presented">The disclosures as they came, each followed by a tilde.</param>
    /// <param name="hash">The hash function of the digests.</param>
    /// <param name="claims">Takes the claims of the top level that are found in disclosures.</param>
    /// <param name="mustBeClear">Whether certain claims cannot be disclosed selectively.</param>
    /// <param name="processed">The processed payload.</param>
    /// <returns>Why it must be refused; null when it must not.</returns>
    public static Refusal? Process(
        JsonElement payload, ReadOnlyMemory<byte> presented, SdJwtHash hash, SdJwtClaims claims, bool mustBeClear, out byte[] processed)
    {
        processed = [];
        using var processor = new DisclosureProcessor(presented, 1024 + presented.Length, hash, claims, mustBeClear);
        var refusal = processor.ReadDisclosures() ?? processor.WriteObject(payload, depth: 1, recursion: 0);
        if (refusal is null && processor._digests.Unreferenced > 0)
        {
            refusal = SdJwtRefusals.Unreferenced;
        }

        if (refusal is null)
        {
            processor._writer.Flush();
            processed = processor._output.Written.ToArray();
        }

        return refusal;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _digests.Dispose();
        _decoded.Dispose();
        _names.Dispose();
        _output.Dispose();
    }

    private Refusal? ReadDisclosures()
    {
        var text = _presented.Span;
        Span<byte> digest = stackalloc byte[SdJwtHash.LongestDigest];
        digest = digest[.._hash.Length];
        var count = 0;
        for (var start = 0; start < text.Length;)
        {
            var length = text[start..].IndexOf((byte)'~');
            if (length == 0 || ++count > MostDisclosures)
            {
                return length == 0 ? SdJwtRefusals.NotAnSdJwt : SdJwtRefusals.Count;
            }

            _hash.Compute(text.Slice(start, length), digest);
            if (!_digests.TryAddDisclosure(digest, start, length))
            {
                return SdJwtRefusals.Duplicate;
            }

            start += length + 1;
        }

        return null;
    }

    // Finds what a digest in the signed text stands for; a length of zero when nothing came for it.
    private Refusal? Meet(JsonElement item, out int start, out int length)
    {
        (start, length) = (0, 0);
        if (item.ValueKind is not JsonValueKind.String)
        {
            return SdJwtRefusals.DigestsMalformed;
        }

        var text = JsonText.Utf8Of(item);
        Span<byte> digest = stackalloc byte[SdJwtHash.LongestDigest];
        if (text.Length != _hash.TextLength || !StrictBase64Url.TryDecode(text, digest, out var written))
        {
            return SdJwtRefusals.DigestsMalformed;
        }

        return _digests.TryMeet(digest[..written], out start, out length) ? null : SdJwtRefusals.Duplicate;
    }

    private Refusal? Open(int start, int length, int parts, int recursion, out JsonDocument? disclosure)
    {
        disclosure = null;
        if (recursion > MostRecursion)
        {
            return SdJwtRefusals.Depth;
        }

        var place = _decoded.Count;
        if (!StrictBase64Url.TryDecode(_presented.Span.Slice(start, length), _decoded.GetSpan(length), out var written))
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

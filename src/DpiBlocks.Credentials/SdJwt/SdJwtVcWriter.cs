using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>Writes the payload and the disclosures of one credential (RFC 9901, 4.1 and 4.2).</summary>
internal sealed partial class SdJwtVcWriter : IDisposable
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,      // what is written is JSON, never part of a page
        SkipValidation = true,
    };

    private readonly SdJwtVcContent _content;
    private readonly DateTimeOffset _at;
    private readonly bool[] _used;
    private readonly PooledBuffer _payload = new(1024);
    private readonly PooledBuffer _disclosures = new(2048);
    private readonly List<DigestKey> _digests = new(16);
    private readonly List<Scratch> _scratch = [];
    private readonly SaltSource _salts = new();
    private int _count;

    public SdJwtVcWriter(SdJwtVcContent content, DateTimeOffset at)
    {
        (_content, _at) = (content, at);
        _used = new bool[content.Disclosable.Paths.Length];
    }

    public ReadOnlySpan<byte> Payload => _payload.Written;

    public ReadOnlySpan<byte> Disclosures => _disclosures.Written;

    /// <summary>Gets the number of the first path that led to no claim; less than zero when there is none.</summary>
    public int FirstUnused => _content.Disclosable.FirstMissing(_used);

    public Refusal? Write(JsonElement claims)
    {
        if (RegisteredIn(claims) is { } registered)
        {
            return registered;
        }

        using var writer = new Utf8JsonWriter(_payload, WriterOptions);
        writer.WriteStartObject();
        WriteRegistered(writer, claims);
        var refusal = WriteMembers(writer, claims, _content.Disclosable.Root, recursion: 0);
        if (_count > 0)
        {
            writer.WriteString("_sd_alg"u8, "sha-256"u8);
        }

        writer.WriteEndObject();
        writer.Flush();
        return refusal
            ?? (_count > DisclosureReader.MostDisclosures ? SdJwtRefusals.Count : null)
            ?? (IsTooLong() ? SdJwtRefusals.Length : null);
    }

    public void Dispose()
    {
        _payload.Dispose();
        _disclosures.Dispose();
        foreach (var scratch in _scratch)
        {
            scratch.Dispose();
        }
    }

    private bool IsTooLong() =>
        Base64Url.GetEncodedLength(_payload.Count) > JsonLimits.Token.MaxBytes / 2 || _disclosures.Count > JsonLimits.Presentation.MaxBytes / 2;

    private Refusal? WriteValue(Utf8JsonWriter writer, JsonElement value, ClaimPathNode? chosen, int recursion)
    {
        foreach (var path in chosen?.Ends ?? [])
        {
            _used[path] = true;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                if (WriteMembers(writer, value, chosen, recursion) is { } refusal)
                {
                    return refusal;
                }

                writer.WriteEndObject();
                return null;
            case JsonValueKind.Array:
                return WriteArray(writer, value, chosen, recursion);
            default:
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
                return null;
        }
    }

    private Refusal? WriteMembers(Utf8JsonWriter writer, JsonElement value, ClaimPathNode? chosen, int recursion)
    {
        var first = _digests.Count;
        foreach (var member in value.EnumerateObject())
        {
            var name = JsonText.NameOf(member);
            if (SdJwtNames.IsReserved(name))
            {
                return SdJwtRefusals.Reserved;
            }

            var child = chosen?.Find(name);
            Refusal? refusal;
            if (child is { IsChosen: true })
            {
                refusal = Hide(name, isElement: false, member.Value, child, recursion);
            }
            else
            {
                writer.WritePropertyName(name);
                refusal = WriteValue(writer, member.Value, child, recursion);
            }

            if (refusal is not null)
            {
                return refusal;
            }
        }

        if (_digests.Count > first)
        {
            WriteDigests(writer, first);
        }

        return null;
    }

    private Refusal? WriteArray(Utf8JsonWriter writer, JsonElement value, ClaimPathNode? chosen, int recursion)
    {
        var decoys = PlaceDecoys(value, chosen, stackalloc int[SdJwtVcContent.MostDecoys]);
        var index = 0;
        writer.WriteStartArray();
        foreach (var item in value.EnumerateArray())
        {
            WriteDecoys(writer, ref decoys, index);
            var child = chosen?.Find(index++);
            var isHidden = child is { IsChosen: true };
            var refusal = isHidden ? Hide([], isElement: true, item, child!, recursion) : WriteValue(writer, item, child, recursion);
            if (refusal is not null)
            {
                return refusal;
            }

            if (isHidden)
            {
                WriteElementDigest(writer, _digests[^1]);
                _digests.RemoveAt(_digests.Count - 1);
            }
        }

        WriteDecoys(writer, ref decoys, index);
        writer.WriteEndArray();
        return null;
    }
}

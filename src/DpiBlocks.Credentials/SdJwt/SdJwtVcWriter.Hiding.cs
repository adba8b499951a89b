using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace DpiBlocks.Credentials.SdJwt;

/// <content>Disclosures, digests and decoys.</content>
internal sealed partial class SdJwtVcWriter
{
    // Makes the disclosure of a claim, and puts its digest on the stack. An element of an array has no name.
    private Refusal? Hide(ReadOnlySpan<byte> name, bool isElement, JsonElement value, ClaimPathNode chosen, int recursion)
    {
        if (recursion >= DisclosureReader.MostRecursion)
        {
            return SdJwtRefusals.Depth;
        }

        Span<byte> salt = stackalloc byte[SaltSource.TextLength];
        _salts.Next(salt);
        if (_scratch.Count == recursion)
        {
            _scratch.Add(new Scratch());
        }

        var scratch = _scratch[recursion];
        var writer = scratch.Begin();
        writer.WriteStartArray();
        writer.WriteStringValue(salt);
        if (!isElement)
        {
            writer.WriteStringValue(name);
        }

        if (WriteValue(writer, value, chosen, recursion + 1) is { } refusal)
        {
            return refusal;
        }

        writer.WriteEndArray();
        Append(scratch.End());
        return null;
    }

    private void Append(ReadOnlySpan<byte> disclosure)
    {
        var length = Base64Url.GetEncodedLength(disclosure.Length);
        var text = _disclosures.GetSpan(length)[..length];
        Base64Url.EncodeToUtf8(disclosure, text);
        _disclosures.Advance(length);

        // 4.2.3: over the text, not over what it encodes.
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, digest);
        _disclosures.Write((byte)'~');
        _digests.Add(new DigestKey(digest));
        _count++;
    }

    // 4.2.4.1: their order tells nothing of the order of the claims. Digests sorted are digests shuffled.
    private void WriteDigests(Utf8JsonWriter writer, int first)
    {
        for (var i = 0; i < _content.Decoys; i++)
        {
            _digests.Add(Decoy());
        }

        _digests.Sort(first, _digests.Count - first, null);
        writer.WriteStartArray("_sd"u8);
        for (var i = first; i < _digests.Count; i++)
        {
            WriteDigest(writer, _digests[i]);
        }

        writer.WriteEndArray();
        _digests.RemoveRange(first, _digests.Count - first);
    }

    // Chooses between which elements of an array the decoys stand; none where the array hides nothing.
    private ReadOnlySpan<int> PlaceDecoys(JsonElement array, ClaimPathNode? chosen, Span<int> places)
    {
        var length = array.GetArrayLength();
        var hides = false;
        for (var i = 0; i < length && chosen is not null && _content.Decoys > 0 && !hides; i++)
        {
            hides = chosen.Find(i) is { IsChosen: true };
        }

        places = hides ? places[.._content.Decoys] : [];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = RandomNumberGenerator.GetInt32(length + 1);
        }

        places.Sort();
        return places;
    }

    private static void WriteDecoys(Utf8JsonWriter writer, ref ReadOnlySpan<int> places, int index)
    {
        while (!places.IsEmpty && places[0] == index)
        {
            WriteElementDigest(writer, Decoy());
            places = places[1..];
        }
    }

    private static void WriteElementDigest(Utf8JsonWriter writer, DigestKey digest)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("..."u8);
        WriteDigest(writer, digest);
        writer.WriteEndObject();
    }

    private static void WriteDigest(Utf8JsonWriter writer, DigestKey digest)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> text = stackalloc byte[43];
        digest.CopyTo(bytes);
        Base64Url.EncodeToUtf8(bytes, text);
        writer.WriteStringValue(text);
    }

    // 4.2.5: the hash of chance.
    private static DigestKey Decoy()
    {
        Span<byte> chance = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        RandomNumberGenerator.Fill(chance);
        SHA256.HashData(chance, digest);
        return new DigestKey(digest);
    }
}

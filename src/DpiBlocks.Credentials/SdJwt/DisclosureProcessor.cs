using System.Text.Encodings.Web;
using System.Text.Json;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>Puts disclosures where their digests stand, and refuses what must be refused (RFC 9901, 7.1, steps 3 to 5).</summary>
/// <remarks>One pass over what is signed; every digest is looked up once. The text of a disclosure is hashed as it came.</remarks>
internal sealed partial class DisclosureProcessor : IDisposable
{
    public const int MostDepth = 32;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,      // what is written is JSON, never part of a page
        SkipValidation = true,
    };

    private readonly DisclosureReader _disclosures;
    private readonly SdJwtClaims _claims;
    private readonly PooledBuffer _names = new(256);
    private readonly PooledBuffer _output;
    private readonly Utf8JsonWriter _writer;
    private readonly bool _mustBeClear;

    private DisclosureProcessor(ReadOnlyMemory<byte> presented, int capacity, SdJwtHash hash, SdJwtClaims claims, bool mustBeClear)
    {
        (_claims, _mustBeClear) = (claims, mustBeClear);
        _disclosures = new DisclosureReader(presented, hash);
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
        var refusal = processor._disclosures.ReadAll()
            ?? processor.WriteObject(payload, depth: 1, recursion: 0)
            ?? (processor._disclosures.Unreferenced > 0 ? SdJwtRefusals.Unreferenced : null);

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
        _disclosures.Dispose();
        _names.Dispose();
        _output.Dispose();
    }
}

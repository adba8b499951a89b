using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jcs;

/// <summary>The JSON Canonicalization Scheme (RFC 8785): the same bytes for the same data, on every machine and under every culture.</summary>
/// <param name="limits">How large a document may be: 1 MiB unless given.</param>
public sealed class JsonCanonicalizer(JsonLimits? limits = null) : ICanonicalizer
{
    private static readonly Refusal Number = new(JcsRefusalCodes.Number, "A number cannot be kept exactly as a 64-bit floating-point number.");

    private readonly JsonLimits _limits = limits ?? JsonLimits.Document;

    /// <summary>Gets a canonicalizer with the usual limits.</summary>
    public static JsonCanonicalizer Default { get; } = new();

    /// <inheritdoc/>
    public bool TryCanonicalize(
        ReadOnlyMemory<byte> document, [NotNullWhen(true)] out byte[]? canonical, [NotNullWhen(false)] out Refusal? refusal)
    {
        canonical = null;
        if (!StrictJson.TryParse(document, _limits, out var parsed, out refusal))
        {
            return false;
        }

        using (parsed)
        {
            return TryCanonicalize(parsed.RootElement, out canonical, out refusal);
        }
    }

    /// <summary>Canonicalizes into a buffer. Never throws for any bytes.</summary>
    /// <param name="document">The document, JSON in UTF-8.</param>
    /// <param name="output">Where the canonical bytes go; nothing is written when it is refused.</param>
    /// <param name="refusal">Why not: one of <see cref="JsonRefusalCodes"/> or <see cref="JcsRefusalCodes"/>.</param>
    /// <returns>Whether it was done.</returns>
    public bool TryCanonicalize(ReadOnlyMemory<byte> document, IBufferWriter<byte> output, [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!StrictJson.TryParse(document, _limits, out var parsed, out refusal))
        {
            return false;
        }

        using (parsed)
        using (var writer = new JcsWriter())
        {
            refusal = writer.TryWrite(parsed.RootElement) ? null : Number;
            if (refusal is null)
            {
                output.Write(writer.Written);
            }

            return refusal is null;
        }
    }

    /// <summary>Canonicalizes a part of a document that <see cref="StrictJson"/> has read.</summary>
    /// <param name="element">The part.</param>
    /// <param name="canonical">The canonical bytes.</param>
    /// <param name="refusal">Why not: one of <see cref="JcsRefusalCodes"/>.</param>
    /// <returns>Whether it was done.</returns>
    public static bool TryCanonicalize(
        JsonElement element, [NotNullWhen(true)] out byte[]? canonical, [NotNullWhen(false)] out Refusal? refusal)
    {
        using var writer = new JcsWriter();
        refusal = writer.TryWrite(element) ? null : Number;
        canonical = refusal is null ? writer.Written.ToArray() : null;
        return canonical is not null;
    }
}

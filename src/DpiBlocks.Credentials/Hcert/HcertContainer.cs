using System.Diagnostics.CodeAnalysis;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Credentials.Hcert;

/// <summary>The way from the text to the COSE message and back: prefix, Base45, zlib (Electronic Health Certificate Specification, 4).</summary>
internal static class HcertContainer
{
    private static readonly Refusal Prefix = new(HcertRefusalCodes.Prefix, "The text does not begin with HC1: as a health certificate does.");
    private static readonly Refusal Encoding = new(HcertRefusalCodes.Base45, "The text is not Base45 from its prefix to its end.");
    private static readonly Refusal TooLong = new(HcertRefusalCodes.TooLarge, "The text is longer than a QR code can hold.");
    private static readonly Refusal TooLarge = new(HcertRefusalCodes.TooLarge, "More comes out of the compressed content than is allowed.");
    private static readonly Refusal Malformed = new(HcertRefusalCodes.Malformed, "The content is not one whole zlib stream.");

    /// <summary>Unpacks the text.</summary>
    public static bool TryUnpack(
        ReadOnlyMemory<byte> text, [NotNullWhen(true)] out byte[]? message, [NotNullWhen(false)] out Refusal? refusal)
    {
        message = null;
        var prefix = "HC1:"u8;
        if (text.Length > HcertNames.MaxTextLength)
        {
            refusal = TooLong;
        }
        else if (!text.Span.StartsWith(prefix))
        {
            refusal = Prefix;
        }
        else if (!Base45.TryDecode(text.Span[prefix.Length..], out var compressed))
        {
            refusal = Encoding;
        }
        else
        {
            refusal = BoundedInflate.TryInflateZlib(compressed, HcertNames.MaxInflated, out message, out var failure) ? null
                : failure is InflateFailure.TooLarge ? TooLarge
                : Malformed;
        }

        return message is not null;
    }

    /// <summary>Packs a message.</summary>
    public static string Pack(ReadOnlySpan<byte> message) => HcertNames.Prefix + Base45.Encode(BoundedInflate.Deflate(message));
}

using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Cryptography.Jose;

internal static class EncodingRefusalCodes
{
    public const string Base64Url = "encoding.base64url_noncanonical";
}

internal static class StrictBase64Url
{
    private static readonly SearchValues<byte> Bytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    public static bool TryDecode(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (utf8.Length % 4 == 1 || utf8.ContainsAnyExcept(Bytes))
        {
            return false;
        }

        var decoded = new byte[(int)(utf8.Length * 3L / 4)];
        bytes = Base64Url.DecodeFromUtf8(utf8, decoded, out _, out _) is OperationStatus.Done ? decoded : null;
        return bytes is not null;
    }
}

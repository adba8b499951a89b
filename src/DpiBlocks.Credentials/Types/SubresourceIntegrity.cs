using System.Security.Cryptography;

namespace DpiBlocks.Credentials;

/// <summary>Hashes of documents as W3C Subresource Integrity writes them: <c>sha256-…</c> in base64, several with blanks between.</summary>
internal static class SubresourceIntegrity
{
    /// <summary>Whether the bytes have one of the strongest hashes stated (SRI, 3.3.4 and 3.3.5). A text that states none that is known matches nothing.</summary>
    public static bool Matches(ReadOnlySpan<char> integrity, ReadOnlySpan<byte> content)
    {
        var (strongest, matches) = (0, false);
        foreach (var range in integrity.Split(' '))
        {
            var item = integrity[range];
            var option = item.IndexOf('?');
            item = option < 0 ? item : item[..option];
            var length = item.StartsWith("sha256-", StringComparison.Ordinal) ? 32
                : item.StartsWith("sha384-", StringComparison.Ordinal) ? 48
                : item.StartsWith("sha512-", StringComparison.Ordinal) ? 64
                : 0;
            if (length > 0 && length >= strongest)
            {
                matches = (length == strongest && matches) || IsHash(item["sha256-".Length..], content, length);
                strongest = length;
            }
        }

        return matches;
    }

    private static bool IsHash(ReadOnlySpan<char> text, ReadOnlySpan<byte> content, int length)
    {
        Span<byte> stated = stackalloc byte[SHA512.HashSizeInBytes + 2];
        Span<byte> computed = stackalloc byte[SHA512.HashSizeInBytes];
        if (!Convert.TryFromBase64Chars(text, stated, out var written) || written != length)
        {
            return false;
        }

        _ = length switch
        {
            32 => SHA256.HashData(content, computed),
            48 => SHA384.HashData(content, computed),
            _ => SHA512.HashData(content, computed),
        };
        return CryptographicOperations.FixedTimeEquals(stated[..length], computed[..length]);
    }
}

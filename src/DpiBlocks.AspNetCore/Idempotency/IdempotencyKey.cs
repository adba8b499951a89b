using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace DpiBlocks.AspNetCore.Idempotency;

/// <summary>The header <c>Idempotency-Key</c>: an item of structured fields that is a string (RFC 9651, 3.3.3), without parameters.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 255;

    public static bool TryRead(StringValues header, [NotNullWhen(true)] out string? key)
    {
        key = null;
        if (header is not [{ Length: > 2 and <= (2 * MaxLength) + 2 } text] || text[0] != '"' || text[^1] != '"')
        {
            return false;
        }

        var read = new StringBuilder();
        for (var i = 1; i < text.Length - 1; i++)
        {
            var letter = text[i];
            if (letter == '\\')
            {
                letter = text[++i];
                if (letter is not ('"' or '\\') || i == text.Length - 1)
                {
                    return false;
                }
            }
            else if (letter is '"' or < ' ' or > '~')
            {
                return false;
            }

            read.Append(letter);
        }

        key = read.Length is > 0 and <= MaxLength ? read.ToString() : null;
        return key is not null;
    }
}

using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using DpiBlocks.AspNetCore.AccessTokens;

namespace DpiBlocks.AspNetCore.Bodies;

/// <summary>Reads a form as its writer must have written it: every escape whole, every name once (RFC 6749, 3.1 and appendix B).</summary>
internal static class StrictForm
{
    private const int MaxFields = 64;

    public static FormBody Parse(ReadOnlySpan<byte> form)
    {
        var fields = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        while (!form.IsEmpty)
        {
            var end = form.IndexOf((byte)'&');
            var field = end < 0 ? form : form[..end];
            form = end < 0 ? [] : form[(end + 1)..];
            var equals = field.IndexOf((byte)'=');
            if (equals <= 0 || fields.Count == MaxFields
                || !TryDecode(field[..equals], out var name) || !TryDecode(field[(equals + 1)..], out var value) || !fields.TryAdd(name, value))
            {
                return new FormBody(WebProblems.FormMalformed);
            }
        }

        return fields.ContainsKey(AccessTokenReader.Parameter) ? new FormBody(WebProblems.TokenAmbiguous) : new FormBody(fields.ToImmutable());
    }

    private static bool TryDecode(ReadOnlySpan<byte> text, out string decoded)
    {
        var bytes = new ArrayBufferWriter<byte>(text.Length + 1);
        decoded = string.Empty;
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i] == '+' ? (byte)' ' : text[i];
            if (letter == '%')
            {
                if (i + 2 >= text.Length || !byte.TryParse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out letter))
                {
                    return false;
                }

                i += 2;
            }

            bytes.Write([letter]);
        }

        var isText = Utf8.IsValid(bytes.WrittenSpan);
        decoded = isText ? Encoding.UTF8.GetString(bytes.WrittenSpan) : string.Empty;
        return isText;
    }
}

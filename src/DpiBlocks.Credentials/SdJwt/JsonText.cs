using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>Gets at the bytes of JSON that has been read, without making texts of them.</summary>
internal static class JsonText
{
    /// <summary>The UTF-8 of a string: a part of the document, unless it was written with escapes.</summary>
    public static ReadOnlySpan<byte> Utf8Of(JsonElement text)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text)[1..^1];
        return raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(text.GetString()!) : raw;
    }

    /// <summary>The UTF-8 of a member's name: a part of the document, unless it was written with escapes.</summary>
    public static ReadOnlySpan<byte> NameOf(JsonProperty member)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(member);
        return raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(member.Name) : raw;
    }

    /// <summary>How deep arrays and objects are nested in well-formed JSON: 0 for a string or a number.</summary>
    public static int DepthOf(ReadOnlySpan<byte> json)
    {
        var (depth, deepest, inText) = (0, 0, false);
        for (var i = 0; i < json.Length; i++)
        {
            switch (json[i])
            {
                case (byte)'\\':
                    i++;
                    break;
                case (byte)'"':
                    inText = !inText;
                    break;
                case (byte)'{' or (byte)'[' when !inText:
                    deepest = Math.Max(deepest, ++depth);
                    break;
                case (byte)'}' or (byte)']' when !inText:
                    depth--;
                    break;
            }
        }

        return deepest;
    }
}

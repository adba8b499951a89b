using System.Text;

namespace DpiBlocks;

/// <summary>UTF-8 of well-formed text alone: half a surrogate pair would become U+FFFD, and two names the same bytes.</summary>
public static class StrictUtf8
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Gives the bytes.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ArgumentException">The text holds half a surrogate pair.</exception>
    public static byte[] GetBytes(string text) => Encoding.GetBytes(text);

    /// <summary>Whether every database can keep it as text: well-formed, and without U+0000, which text in PostgreSQL cannot hold.</summary>
    public static bool IsText(string text)
    {
        try
        {
            return Require(text).IndexOf('\0', StringComparison.Ordinal) < 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Gives the text back, if it is well-formed.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentException">The text holds half a surrogate pair.</exception>
    public static string Require(string text)
    {
        _ = Encoding.GetByteCount(text);
        return text;
    }
}

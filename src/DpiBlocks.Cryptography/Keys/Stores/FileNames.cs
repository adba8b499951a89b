using System.Globalization;
using System.Text;

namespace DpiBlocks.Cryptography;

/// <summary>Turns any name into the name of one file, each into another, on every file system.</summary>
internal static class FileNames
{
    /// <summary>Lower-case letters, digits, <c>+ - .</c> stay; all else, and a first point, becomes %XX: some file systems do not tell A from a.</summary>
    public static string Escape(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var escaped = new StringBuilder();
        foreach (var value in Encoding.UTF8.GetBytes(name))
        {
            var plain = char.IsAsciiLetterLower((char)value) || char.IsAsciiDigit((char)value) || value is (byte)'+' or (byte)'-'
                || (value is (byte)'.' && escaped.Length > 0);
            escaped.Append(plain ? ((char)value).ToString() : string.Create(CultureInfo.InvariantCulture, $"%{value:X2}"));
        }

        // The longest name that file systems take is 255 bytes.
        return escaped.Length <= 255 ? escaped.ToString() : throw new ArgumentException("The name is too long for a file.", nameof(name));
    }
}

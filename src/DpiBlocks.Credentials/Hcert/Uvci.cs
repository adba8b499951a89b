using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Credentials.Hcert;

/// <summary>A unique vaccination certificate identifier, such as <c>URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813#B</c>, taken apart.</summary>
/// <remarks>
/// eHealth Network, Guidelines on verifiable vaccination certificates, annex 2. Issuers have written it in other ways as well, and the
/// schema asks for any text of 80 characters, so a certificate with another identifier is no worse; it only cannot be taken apart.
/// </remarks>
public readonly record struct Uvci : IParsable<Uvci>
{
    private const string Prefix = "URN:UVCI:";
    private const string CheckAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:";
    private const int MaxLength = 80;

    private static readonly SearchValues<char> CheckCharacters = SearchValues.Create(CheckAlphabet);

    private readonly string? _value;

    private Uvci(string value) => _value = value;

    /// <summary>Gets the text, as it came.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This Uvci was never given a value.");

    /// <summary>Gets the version of the form, two digits.</summary>
    public string Version => Value.Substring(Prefix.Length, 2);

    /// <summary>Gets the country, two letters.</summary>
    public string Country => Value.Substring(Prefix.Length + 3, 2);

    /// <summary>Gets what follows the country, without the checksum: the issuing entity and the certificate's own number, as its country forms them.</summary>
    public string Local => Value[(Prefix.Length + 6)..(Value.IndexOf('#', StringComparison.Ordinal) is var end and >= 0 ? end : Value.Length)];

    /// <summary>Reads the text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">The text has not the form, or its checksum is wrong.</exception>
    public static Uvci Parse(string text) => TryParse(text, out var result) ? result : throw new FormatException("The text is not a UVCI.");

    /// <summary>Reads the text, if it has the form and its checksum, where it has one, is right.</summary>
    /// <param name="text">The text.</param>
    /// <param name="result">The value.</param>
    /// <returns>Whether it has.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Uvci result)
    {
        var valid = text is { Length: > 15 and <= MaxLength }
            && text.StartsWith(Prefix, StringComparison.Ordinal)
            && !text.AsSpan(Prefix.Length, 2).ContainsAnyExceptInRange('0', '9')
            && text[Prefix.Length + 2] is ':'
            && !text.AsSpan(Prefix.Length + 3, 2).ContainsAnyExceptInRange('A', 'Z')
            && text[Prefix.Length + 5] is ':'
            && IsChecked(text);
        result = valid ? new Uvci(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    static Uvci IParsable<Uvci>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Uvci>.TryParse(string? s, IFormatProvider? provider, out Uvci result) => TryParse(s, out result);

    private static bool IsChecked(string text)
    {
        var end = text.IndexOf('#', StringComparison.Ordinal);
        var body = end < 0 ? text : text.AsSpan(0, end);
        return !body.ContainsAnyExcept(CheckCharacters) && (end < 0 || (end == text.Length - 2 && Checksum(body) == text[^1]));
    }

    // Luhn mod N over the whole text before the '#'.
    private static char Checksum(ReadOnlySpan<char> body)
    {
        const int N = 38;
        var (sum, factor) = (0, 2);
        for (var i = body.Length - 1; i >= 0; i--, factor = 3 - factor)
        {
            var addend = factor * CheckAlphabet.IndexOf(body[i], StringComparison.Ordinal);
            sum += (addend / N) + (addend % N);
        }

        return CheckAlphabet[(N - (sum % N)) % N];
    }
}

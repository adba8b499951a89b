using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Consent;

/// <summary>The name of a consent: 1 to 128 printable ASCII characters, as ReBIT, ABDM and GovStack write them.</summary>
public readonly record struct ConsentId : IParsable<ConsentId>
{
    private readonly string? _value;

    private ConsentId(string value) => _value = value;

    /// <summary>Gets the text.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This ConsentId was never given a value.");

    /// <summary>Reads the text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">The text has not the right form.</exception>
    public static ConsentId Parse(string text) => TryParse(text, out var result) ? result : throw new FormatException("The text is not a ConsentId.");

    /// <summary>Reads the text, if it has the right form.</summary>
    /// <param name="text">The text.</param>
    /// <param name="result">The value.</param>
    /// <returns>Whether it had.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out ConsentId result)
    {
        var valid = text is { Length: > 0 and <= 128 } && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
        result = valid ? new ConsentId(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    static ConsentId IParsable<ConsentId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<ConsentId>.TryParse(string? s, IFormatProvider? provider, out ConsentId result) => TryParse(s, out result);
}

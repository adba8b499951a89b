using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks;

/// <summary>How sure somebody is of an identity, by framework and level: <c>eidas#high</c>, <c>nist-800-63-4#ial2</c>, <c>gpg45#M1C</c>. Levels of two frameworks are compared only by the mapping in Identity.</summary>
public readonly record struct AssuranceLevel : IParsable<AssuranceLevel>
{
    private readonly string? _value;

    private AssuranceLevel(string value) => _value = value;

    /// <summary>Gets the text.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This AssuranceLevel was never given a value.");

    /// <summary>Reads the text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">The text has not the right form.</exception>
    public static AssuranceLevel Parse(string text) => TryParse(text, out var result) ? result : throw new FormatException("The text is not an AssuranceLevel.");

    /// <summary>Reads the text, if it has the right form.</summary>
    /// <param name="text">The text.</param>
    /// <param name="result">The value.</param>
    /// <returns>Whether it had.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out AssuranceLevel result)
    {
        var valid = text is { Length: > 0 and <= 256 } && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
        result = valid ? new AssuranceLevel(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    static AssuranceLevel IParsable<AssuranceLevel>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<AssuranceLevel>.TryParse(string? s, IFormatProvider? provider, out AssuranceLevel result) => TryParse(s, out result);
}

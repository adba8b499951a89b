using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks;

/// <summary>The way to a field of a record: names joined by <c>/</c>, where <c>*</c> stands for every element of an array.</summary>
/// <remarks>A claims path of OpenID4VP 1.0, section 7, in one line of text; an mdoc element is <c>namespace/element</c>.</remarks>
public readonly record struct FieldPath
{
    private readonly string? _value;

    private FieldPath(string value) => _value = value;

    /// <summary>Gets the text.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This FieldPath was never given a value.");

    /// <summary>Reads the text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The path.</returns>
    /// <exception cref="FormatException">The text is not a path.</exception>
    public static FieldPath Parse(string text) => TryParse(text, out var path) ? path : throw new FormatException("The text is not a field path.");

    /// <summary>Reads the text, if it is a path.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The path.</param>
    /// <returns>Whether it is.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out FieldPath path)
    {
        var valid = text is { Length: > 0 and <= 512 } && !text.StartsWith('/') && !text.EndsWith('/') && !text.Contains("//", StringComparison.Ordinal);
        path = valid ? new FieldPath(text!) : default;
        return valid;
    }

    /// <summary>Says whether this path reaches the other or contains it.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether it does.</returns>
    public bool Covers(FieldPath other) =>
        other.Value.Equals(Value, StringComparison.Ordinal) || other.Value.StartsWith(Value + "/", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

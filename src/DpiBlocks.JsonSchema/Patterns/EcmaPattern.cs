using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using DpiBlocks.JsonSchema.Evaluation;

#pragma warning disable RS0030 // the one place where a standard gives its syntax as expressions (docs/decisions/0006): bounded, and without backtracking

namespace DpiBlocks.JsonSchema.Patterns;

/// <summary>A pattern of ECMA-262, ready to match. Immutable, used by many threads.</summary>
/// <remarks>
/// Time grows with the text alone, since the engine does not backtrack. Only a pattern that looks around or back needs one that does,
/// and that one is stopped by the clock.
/// </remarks>
internal sealed class EcmaPattern
{
    private const int MaxLength = 4_096;
    private const int MaxWeight = 8_000;
    private const int OnStack = 256;

    private readonly Regex _expression;

    private EcmaPattern(string source, Regex expression)
    {
        Source = source;
        _expression = expression;
    }

    /// <summary>The pattern as it was written.</summary>
    public string Source { get; }

    /// <summary>Reads a pattern.</summary>
    /// <returns>The code of the refusal (<see cref="SchemaRefusalCodes"/>), or null.</returns>
    public static string? TryCreate(string source, TimeSpan timeout, out EcmaPattern? pattern)
    {
        pattern = null;
        if (source.Length > MaxLength)
        {
            return SchemaRefusalCodes.Limit;
        }

        if (EcmaTranslator.Translate(source) is not { } translation)
        {
            return SchemaRefusalCodes.PatternInvalid;
        }

        if (translation.IsUnsupported)
        {
            return SchemaRefusalCodes.PatternUnsupported;
        }

        if (translation.Weight > MaxWeight)
        {
            return SchemaRefusalCodes.Limit;
        }

        try
        {
            var engine = translation.LooksAround ? RegexOptions.None : RegexOptions.NonBacktracking;
            pattern = new EcmaPattern(source, new Regex(translation.Output, engine | RegexOptions.CultureInvariant, timeout));
            return null;
        }
        catch (NotSupportedException)
        {
            return SchemaRefusalCodes.Limit;      // more states than that engine takes on
        }
    }

    /// <summary>Whether a text is a pattern of ECMA-262, whether or not it can be matched here.</summary>
    public static bool IsPattern(string source) => source.Length <= MaxLength && EcmaTranslator.Translate(source) is not null;

    public bool IsMatch(ref Run run, ReadOnlySpan<byte> utf8)
    {
        if (!run.Spend(1 + (utf8.Length / 4)))
        {
            return false;
        }

        char[]? rented = null;
        var units = utf8.Length <= OnStack ? stackalloc char[OnStack] : (rented = ArrayPool<char>.Shared.Rent(utf8.Length));
        try
        {
            return _expression.IsMatch(units[..Encoding.UTF8.GetChars(utf8, units)]);
        }
        catch (RegexMatchTimeoutException)
        {
            run.Stop("Matching a pattern of the schema takes longer than is allowed.");
            return false;
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented, clearArray: true);
            }
        }
    }
}

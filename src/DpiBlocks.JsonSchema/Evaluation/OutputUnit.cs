using DpiBlocks.JsonSchema.Compilation;

namespace DpiBlocks.JsonSchema.Evaluation;

/// <summary>What one keyword, or one subschema, said of one value (Core, 12.3). It knows its step only: its locations are written out where they are reported.</summary>
internal sealed class OutputUnit
{
    private readonly string? _subschema;
    private readonly string? _keyword;
    private readonly string? _keywordStep;
    private readonly string? _instanceStep;
    private readonly int _way;

    /// <summary>Makes one of a subschema.</summary>
    /// <param name="parent">The keyword that applies it; null for the first.</param>
    /// <param name="absoluteLocation">The URI of the subschema; null when it has none.</param>
    /// <param name="keywordStep">The step to it from the keyword; null when there is none.</param>
    /// <param name="instanceStep">The step to the value from the one that the keyword is applied to; null when it is the same.</param>
    public OutputUnit(OutputUnit? parent, string? absoluteLocation = null, string? keywordStep = null, string? instanceStep = null)
    {
        Parent = parent;
        _subschema = absoluteLocation;
        _keywordStep = keywordStep;
        _instanceStep = instanceStep;
        _way = (parent?._way ?? 0) + (keywordStep?.Length ?? 0) + (instanceStep?.Length ?? 0);
    }

    /// <summary>Makes one of a keyword.</summary>
    public OutputUnit(string keyword, OutputUnit parent)
        : this(parent, parent._subschema, keyword) => _keyword = keyword;

    public OutputUnit? Parent { get; }

    public string KeywordLocation => Pointer(unit => unit._keywordStep);

    public string? AbsoluteKeywordLocation => _subschema is null || _keyword is null ? _subschema : _subschema + UriText.Fragment(Step(_keyword));

    public string InstanceLocation => Pointer(unit => unit._instanceStep);

    /// <summary>How many characters its locations have, about.</summary>
    public int Characters => _way + (_subschema?.Length ?? 0);

    /// <summary>How many units, and how many characters of theirs, there were before it.</summary>
    public (int Units, long Characters) Before { get; init; }

    public bool IsValid { get; set; }

    /// <summary>Why not, in a sentence.</summary>
    public string? Error { get; set; }

    /// <summary>What the keyword has to say of a valid value, as JSON.</summary>
    public string? Annotation { get; set; }

    public List<OutputUnit> Children { get; } = [];

    private string Pointer(Func<OutputUnit, string?> stepOf)
    {
        var steps = new Stack<string>();
        for (var unit = this; unit is not null; unit = unit.Parent)
        {
            if (stepOf(unit) is { } step)
            {
                steps.Push(Step(step));
            }
        }

        return string.Concat(steps);
    }

    private static string Step(string name) => "/" + SubschemaKeywords.Escape(name);
}

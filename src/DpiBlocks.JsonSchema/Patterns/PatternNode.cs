namespace DpiBlocks.JsonSchema.Patterns;

/// <summary>A pattern, or a part of one, as it was read.</summary>
internal abstract record PatternNode
{
    /// <summary>One code point of a set.</summary>
    public sealed record OneOf(CodePointSet Set) : PatternNode;

    /// <summary>One after the other; empty, it matches nothing of the text.</summary>
    public sealed record Sequence(IReadOnlyList<PatternNode> Parts) : PatternNode;

    /// <summary>The first that matches.</summary>
    public sealed record Choice(IReadOnlyList<PatternNode> Parts) : PatternNode;

    /// <summary>As often as it says; the groups within forget what they held with each turn (ECMA-262, RepeatMatcher, step 4).</summary>
    public sealed record Repeat(PatternNode Body, int Minimum, int? Maximum, bool IsLazy, int FirstGroup, int LastGroup) : PatternNode;

    /// <summary>A group that can be referred back to.</summary>
    public sealed record Group(PatternNode Body, int Number) : PatternNode;

    /// <summary>What a group held, once more.</summary>
    public sealed record BackReference(int Number) : PatternNode;

    /// <summary>A place in the text.</summary>
    public sealed record At(Place Place) : PatternNode;

    /// <summary>What follows, or comes before, without being taken.</summary>
    public sealed record Look(PatternNode Body, bool IsBehind, bool IsNegated) : PatternNode;
}

/// <summary>A place in a text (ECMA-262, Assertion).</summary>
internal enum Place
{
    Start,
    End,
    WordBoundary,
    NoWordBoundary,
}

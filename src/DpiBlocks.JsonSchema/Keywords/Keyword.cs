using DpiBlocks.JsonSchema.Documents;
using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary>One keyword of a schema, compiled. Immutable, used by many threads.</summary>
internal abstract class Keyword(string name, int appliesTo)
{
    /// <summary>Its name, as it is written.</summary>
    public string Name { get; } = name;

    /// <summary>The kinds of values (<see cref="Kinds"/>) that it speaks of; all others it lets pass.</summary>
    public int AppliesTo { get; } = appliesTo;

    /// <summary>Its place in the order: what looks at one value first, then what looks into it or applies schemas, last what asks for marks.</summary>
    public virtual int Cost => 0;

    /// <summary>Whether it asks which members and items the others have evaluated.</summary>
    public virtual bool AsksForMarks => false;

    /// <summary>Whether another keyword decides what it decides, and it only has to tell.</summary>
    public virtual bool IsDecidedElsewhere => false;

    /// <summary>What it says of every value of a kind, whatever the value is; null when that depends on the value.</summary>
    public virtual bool? SaysOf(TokenKind kind) => null;

    /// <summary>The subschemas that it applies to the same value, come what may: where a loop would have no end.</summary>
    public virtual IEnumerable<SchemaNode> AlwaysAppliesInPlace => [];

    /// <summary>Whether a value of such a kind is valid. When all is collected, it goes on after a failure.</summary>
    public abstract bool IsValid(ref Run run, int at, Marks? marks);

    /// <summary>Why a value is not valid: one sentence, with nothing of the document in it.</summary>
    public abstract string Describe(ref Run run, int at);

    /// <summary>The same as <see cref="IsValid"/>, told to the output.</summary>
    public virtual bool Apply(ref Run run, int at, Marks? marks)
    {
        if (!run.Collecting)
        {
            return IsValid(ref run, at, marks);
        }

        var output = run.Output;
        output.OpenKeyword(Name);
        var isValid = IsValid(ref run, at, marks);
        output.Close(isValid, isValid ? null : Describe(ref run, at), isValid ? run.Annotation : null);
        run.Annotation = null;
        return isValid;
    }
}

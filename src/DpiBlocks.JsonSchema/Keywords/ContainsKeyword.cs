using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>contains</c> with <c>minContains</c> and <c>maxContains</c> (Core, 10.3.1.3; Validation, 6.4.4 and 6.4.5).</summary>
/// <remarks>What it finds counts as evaluated from 2020-12 on (<c>marksFound</c>).</remarks>
internal sealed class ContainsKeyword(SchemaNode schema, long? minimum, long? maximum, bool marksFound) : Keyword("contains", Kinds.Arrays)
{
    public override int Cost => 2;

    public override bool IsValid(ref Run run, int at, Marks? marks)
    {
        var found = Count(ref run, at, marks);
        return found >= (minimum ?? 1) && !(found > maximum);
    }

    // Too few or too many is the word of the keyword that says so.
    public override bool Apply(ref Run run, int at, Marks? marks)
    {
        if (!run.Collecting)
        {
            return IsValid(ref run, at, marks);
        }

        var output = run.Output;
        output.OpenKeyword(Name);
        var found = Count(ref run, at, marks);
        var isValid = minimum is not null || found > 0;
        output.Close(isValid, isValid ? null : Describe(ref run, at), isValid ? run.Annotation : null);
        run.Annotation = null;
        return isValid & Tell(output, "minContains", minimum, found, found >= (minimum ?? 0)) & Tell(output, "maxContains", maximum, found, !(found > maximum));
    }

    public override string Describe(ref Run run, int at) => "No item has the form that at least one must have.";

    private static bool Tell(OutputCollector output, string name, long? limit, long found, bool isValid)
    {
        if (limit is not null)
        {
            output.OpenKeyword(name);
            output.Close(isValid, isValid ? null : $"There must be at {(name == "minContains" ? "least" : "most")} {limit} items of the form that is looked for, and there are {found}.");
        }

        return isValid;
    }

    private long Count(ref Run run, int at, Marks? marks)
    {
        var (found, index, end) = (0L, 0, run.Document[at].End);
        var all = run.Collecting || marks is not null || maximum is not null;
        var places = run.Annotating ? new List<int>() : null;
        for (var item = at + 1; item < end && (all || found < (minimum ?? 1)) && run.Spend(1); item = run.Document[item].End, index++)
        {
            if (!run.Apply(schema, item, marks: null, keywordStep: null, run.Item(index)))
            {
                continue;
            }

            found++;
            places?.Add(index);
            if (marksFound)
            {
                marks?.Set(index);
            }
        }

        run.Annotation = places is null ? null : places.Count == index ? "true" : $"[{string.Join(',', places)}]";
        return found;
    }
}

using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>prefixItems</c> (Core, 10.3.1.1), and draft-07's <c>items</c> where it is an array: the first item by the first schema, and so on.</summary>
internal sealed class PrefixItemsKeyword(string name, SchemaNode[] schemas) : Keyword(name, Kinds.Arrays)
{
    private readonly string[] _steps = [.. Enumerable.Range(0, schemas.Length).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    public override int Cost => 2;

    public override bool IsValid(ref Run run, int at, Marks? marks)
    {
        var (isValid, index, end) = (true, 0, run.Document[at].End);
        for (var item = at + 1; item < end && index < schemas.Length && (isValid || run.Collecting); item = run.Document[item].End, index++)
        {
            isValid &= run.Apply(schemas[index], item, marks: null, _steps[index], _steps[index]);
            marks?.Set(index);
        }

        run.Annotation = !run.Annotating || index == 0 ? null : index == run.Document.Count(at) ? "true" : _steps[index - 1];
        return isValid;
    }

    public override string Describe(ref Run run, int at) => "An item has not the form that is agreed for its place.";
}

using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary>Applies a schema whose failure is not the end: what it has evaluated counts only when it holds (Core, 7.7.1.2).</summary>
internal static class Branch
{
    public static bool Apply(ref Run run, SchemaNode schema, int at, Marks? marks, string? keywordStep)
    {
        if (marks is null)
        {
            return run.Apply(schema, at, marks: null, keywordStep);
        }

        var own = run.Rent(at);
        var isValid = run.Apply(schema, at, own, keywordStep);
        if (isValid)
        {
            marks.Add(own);
        }

        run.Return(own);
        return isValid;
    }
}

using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>propertyNames</c> (Core, 10.3.2.4): the schema is applied to each name, as a string.</summary>
internal sealed class PropertyNamesKeyword(SchemaNode schema) : Keyword("propertyNames", Kinds.Objects)
{
    public override int Cost => 2;

    public override bool IsValid(ref Run run, int at, Marks? marks)
    {
        var (isValid, end) = (true, run.Document[at].End);
        for (var member = at + 1; member < end && (isValid || run.Collecting); member = run.Document[member + 1].End)
        {
            isValid &= run.Apply(schema, member, marks: null, keywordStep: null, run.Member(member));
        }

        return isValid;
    }

    public override string Describe(ref Run run, int at) => "The name of a member has not the form that is agreed for names.";
}

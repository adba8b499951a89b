using DpiBlocks.JsonSchema.Keywords;

namespace DpiBlocks.JsonSchema.Compilation;

/// <summary>Finds schemas that apply themselves to the same value, come what may (Core, 9.4.1).</summary>
internal static class EndlessReferences
{
    public static void Refuse(IEnumerable<SchemaNode> nodes)
    {
        var done = new HashSet<SchemaNode>();
        foreach (var node in nodes)
        {
            Walk(node, done);
        }
    }

    // With a stack of its own: a chain of references may be as long as there are subschemas.
    private static void Walk(SchemaNode start, HashSet<SchemaNode> done)
    {
        if (!done.Add(start))
        {
            return;
        }

        var onPath = new HashSet<SchemaNode> { start };
        var path = new Stack<(SchemaNode Node, IEnumerator<SchemaNode> Next)>();
        path.Push((start, Next(start)));
        while (path.TryPeek(out var at))
        {
            if (!at.Next.MoveNext())
            {
                path.Pop();
                onPath.Remove(at.Node);
            }
            else if (onPath.Contains(at.Next.Current))
            {
                throw new UnusableSchemaException(SchemaRefusalCodes.ReferenceEndless, "A reference leads back to itself without ever looking into a value.", at.Next.Current.Location);
            }
            else if (done.Add(at.Next.Current))
            {
                onPath.Add(at.Next.Current);
                path.Push((at.Next.Current, Next(at.Next.Current)));
            }
        }
    }

    private static IEnumerator<SchemaNode> Next(SchemaNode node) => node.Keywords.SelectMany(keyword => keyword.AlwaysAppliesInPlace).GetEnumerator();
}

namespace DpiBlocks.JsonSchema.Evaluation;

/// <summary>What can be read from a tree of output units.</summary>
internal static class OutputTree
{
    /// <summary>What failed for a reason of its own, and not because something below it failed.</summary>
    public static IEnumerable<OutputUnit> Errors(OutputUnit unit)
    {
        if (unit.IsValid)
        {
            yield break;
        }

        var below = false;
        foreach (var child in unit.Children)
        {
            foreach (var error in Errors(child))
            {
                below = true;
                yield return error;
            }
        }

        if (!below && unit.Error is not null)
        {
            yield return unit;
        }
    }

    /// <summary>Every unit that has something to say, the upper ones first.</summary>
    public static IEnumerable<OutputUnit> Flat(OutputUnit unit, bool valid)
    {
        if (unit.IsValid != valid)
        {
            yield break;
        }

        if (valid ? unit.Annotation is not null : unit.Error is not null)
        {
            yield return unit;
        }

        foreach (var below in unit.Children.SelectMany(child => Flat(child, valid)))
        {
            yield return below;
        }
    }
}

namespace DpiBlocks.Faults;

/// <summary>What is wrong with what was found, beside what was acknowledged: nothing, or the run has failed.</summary>
/// <param name="Lost">How many were acknowledged and are not there.</param>
/// <param name="Doubled">How many are there once too often, or were never asked for.</param>
/// <param name="Disordered">How many come after one that they should come before.</param>
internal readonly record struct Tally(int Lost, int Doubled, int Disordered)
{
    /// <summary>Compares numbers 0 up to a count with those that were found, in the order in which they were.</summary>
    public static Tally Of(int acknowledged, IReadOnlyList<int> found)
    {
        var (seen, doubled, disordered, last) = (new HashSet<int>(), 0, 0, -1);
        foreach (var number in found)
        {
            if (number >= acknowledged || !seen.Add(number))
            {
                doubled++;
                continue;
            }

            disordered += number < last ? 1 : 0;
            last = Math.Max(last, number);
        }

        return new Tally(acknowledged - seen.Count, doubled, disordered);
    }

    public static Tally operator +(Tally one, Tally other) => new(one.Lost + other.Lost, one.Doubled + other.Doubled, one.Disordered + other.Disordered);
}

using System.Diagnostics;
using DpiBlocks.Faults;

[assembly: AssemblyFixture(typeof(Figures))]

namespace DpiBlocks.Faults;

/// <summary>Tells how far the long run is, and at its end one line for each fault. Silent in the short one.</summary>
public sealed class Figures : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly List<string> Lines = [];
    private static readonly Stopwatch Watch = new();

    public Figures() => Watch.Start();

    /// <summary>Tells that a round is over.</summary>
    internal static void Progress(string fault, int round, int rounds)
    {
        if (Rounds.AreMany && ((round + 1) % 10 == 0 || round + 1 == rounds))
        {
            Say($"{Watch.Elapsed:hh\\:mm\\:ss} {fault}: {round + 1} of {rounds}");
        }
    }

    /// <summary>Notes what came of a fault, and fails when anything was lost, doubled or out of order.</summary>
    internal static void Report(string fault, int rounds, int acknowledged, Tally tally)
    {
        lock (Gate)
        {
            Lines.Add($"{fault,-62} {rounds,6} {acknowledged,12} {tally.Lost,5} {tally.Doubled,8} {tally.Disordered,13}");
        }

        acknowledged.Should().BePositive();
        tally.Should().Be(default(Tally), fault);
    }

    public void Dispose()
    {
        if (Rounds.AreMany)
        {
            Say($"\n{"fault",-62} rounds acknowledged  lost  doubled  out of order");
            Lines.Order(StringComparer.Ordinal).ToList().ForEach(Say);
        }
    }

    private static void Say(string line) => Console.Error.WriteLine(line);
}

using System.Globalization;

namespace DpiBlocks.Faults;

/// <summary>How often things are broken: a few times in a test run, and as often as <c>DPIBLOCKS_FAULT_ROUNDS</c> says in the long one.</summary>
internal static class Rounds
{
    private static readonly int? Wanted =
        int.TryParse(Environment.GetEnvironmentVariable("DPIBLOCKS_FAULT_ROUNDS"), CultureInfo.InvariantCulture, out var wanted) ? wanted : null;

    /// <summary>Gets a value indicating whether this is the long run, which a person watches.</summary>
    public static bool AreMany => Wanted is not null;

    /// <summary>Gives how often.</summary>
    /// <param name="usual">How often in a test run.</param>
    /// <param name="share">A fault that takes long happens once where the others happen so often.</param>
    public static int Of(int usual, int share = 1) => Wanted is { } wanted ? Math.Max(usual, wanted / share) : usual;
}

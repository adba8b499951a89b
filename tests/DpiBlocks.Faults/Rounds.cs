using System.Globalization;

namespace DpiBlocks.Faults;

/// <summary>How often things are broken: a few times in a test run, and as often as <c>DPIBLOCKS_FAULT_ROUNDS</c> says in the long one.</summary>
internal static class Rounds
{
    public static int Of(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("DPIBLOCKS_FAULT_ROUNDS"), CultureInfo.InvariantCulture, out var wanted) ? wanted : usual;
}

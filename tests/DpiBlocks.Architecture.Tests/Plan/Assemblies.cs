using System.Reflection;

namespace DpiBlocks.Architecture.Tests.Plan;

/// <summary>The compiled libraries of <c>src</c>.</summary>
internal static class Assemblies
{
    /// <summary>The names of those that are packages with a public API: all but the tool.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. SourceTree.Projects.Where(name => name != "DpiBlocks.Cli")];

    public static Assembly Load(string name) => Assembly.Load(name);
}

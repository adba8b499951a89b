using DpiBlocks.Architecture.Tests.Plan;
using PublicApiGenerator;

namespace DpiBlocks.Architecture.Tests.Docs;

/// <summary>Public is a promise: each change of it shows as a change of a file that a reviewer reads.</summary>
public sealed class PublicApiTests
{
    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    public static TheoryData<string> Packages => [.. Assemblies.Names];

    [Theory]
    [Attack("PKG-05")]
    [MemberData(nameof(Packages))]
    public void The_public_API_is_the_approved_one(string package) =>
        Approved.ShouldBe($"tests/DpiBlocks.Architecture.Tests/Api/{package}.approved.txt", Assemblies.Load(package).GeneratePublicApi(Options));
}

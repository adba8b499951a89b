using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;

namespace DpiBlocks.Consent.Tests.Support;

/// <summary>One consent that every dialect can say, and what they do not say of it.</summary>
internal static class DialectWorld
{
    public static readonly ConsentNotice Notice = new("loan", "2", "en", Digest.Of("May the lender see your income?"u8));

    public static readonly DialectContext ReBit = new()
    {
        Id = ConsentId.Parse("c-1"),
        GivenAt = World.Now.AddMinutes(-1),
        Attestor = World.Manager,
        Notice = Notice,
        Resources = [new DialectResource("DEPOSIT", "L-1") { Kind = "SAVINGS", Mask = "XXXX4020" }, new DialectResource("DEPOSIT", "L-2") { Kind = "CURRENT", Mask = "XXXX4021" }],
    };

    public static readonly DialectContext Abdm = new() { Notice = Notice };

    public static ConsentArtefact ReBitArtefact() => World.Artefact() with
    {
        Attestor = World.Manager,
        Scopes = [new ConsentScope("DEPOSIT", Fields("PROFILE", "TRANSACTIONS")) { Resources = ["L-1"] }],
        Frequency = new ConsentFrequency(3, new CalendarPeriod(1, CalendarUnit.Month)),
        Filters = [new RecordCondition(FieldPath.Parse("TRANSACTIONS/amount"), "ge", "20000"), new RecordCondition(FieldPath.Parse("TRANSACTIONS/type"), "eq", "\"CREDIT\"")],
    };

    public static ConsentArtefact AbdmArtefact() => World.Artefact() with
    {
        Id = ConsentId.Parse("499a5a4a-7dda-4f20-9b67-e24589627061"),
        Attestor = World.Manager,
        Purpose = PurposeCode.Parse("abdm/1.0#CAREMGT"),
        Scopes = [new ConsentScope("Prescription", Fields("Bundle")) { Resources = ["p@hospital/Episode1", "p@hospital/Episode2"] }],
        NotBefore = World.Artefact().GivenAt,
        Frequency = new ConsentFrequency(1, new CalendarPeriod(2, CalendarUnit.Hour)),
        DataLife = null,
        EraseAt = World.Artefact().ExpiresAt,
    };

    public static ImmutableArray<FieldPath> Fields(params string[] fields) => [.. fields.Select(FieldPath.Parse)];

    public static JsonObject Parse(ReadOnlyMemory<byte> utf8) => JsonNode.Parse(utf8.Span)!.AsObject();

    public static byte[] ToUtf8(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    /// <summary>Puts another value at a path of names and numbers, or none.</summary>
    public static JsonObject With(this JsonObject document, string path, string? json)
    {
        var names = path.Split('/');
        var parent = names[..^1].Aggregate((JsonNode)document, (node, name) => int.TryParse(name, out var index) ? node[index]! : node[name]!);
        if (json is null)
        {
            parent.AsObject().Remove(names[^1]);
        }
        else
        {
            parent[names[^1]] = JsonNode.Parse(json);
        }

        return document;
    }

    public static ExportedConsent Export(this ConsentDialect dialect, ConsentArtefact artefact, DialectContext context)
    {
        dialect.TryExport(artefact, context, out var exported, out var refusal).Should().BeTrue(refusal?.ToString());
        return exported!;
    }

    public static ImportedConsent Import(this ConsentDialect dialect, ReadOnlyMemory<byte> utf8, DialectContext context)
    {
        dialect.TryImport(utf8, context, out var imported, out var refusal).Should().BeTrue(refusal?.ToString());
        return imported!;
    }
}

using System.Text.Json.Nodes;
using CsCheck;
using DpiBlocks.Credentials.Hcert;

namespace DpiBlocks.Credentials.Tests.Hcert;

/// <summary>Payloads at random that follow the schema.</summary>
internal static class DccGenerator
{
    private static readonly Gen<string> Word = Gen.OneOf(Gen.Char["aZ é中ß'-\"\\/"].Select(character => $"{character}"), Gen.Const("😀"))
        .Array[1, 40].Select(string.Concat);

    private static readonly Gen<string> Standard = Gen.Char["ABCXYZ<"].Array[1, 40].Select(characters => new string(characters));

    private static readonly Gen<string> Day = Gen.Date[new DateTime(2020, 1, 1), new DateTime(2026, 1, 1)].Select(day => day.ToString("yyyy-MM-dd", null));

    private static readonly Gen<string> Birth = Gen.OneOf(
        Gen.Const(""), Gen.Int[1900, 2020].Select(year => $"{year}"), Gen.Int[1, 12].Select(month => $"1970-{month:00}"), Day);

    private static readonly Gen<JsonObject> Shared = Gen.Select(Word, Standard, (issuer, id) => new JsonObject
    {
        ["tg"] = "840539006",
        ["co"] = "FR",
        ["is"] = issuer,
        ["ci"] = id,
    });

    private static readonly Gen<(string Group, JsonObject Entry)> Vaccination = Gen.Select(Shared, Gen.Int[1, 9], Day, (entry, dose, day) =>
    {
        entry["vp"] = "1119349007";
        entry["mp"] = "EU/1/20/1528";
        entry["ma"] = "ORG-100030215";
        entry["dn"] = dose;
        entry["sd"] = dose % 2 == 0 ? 1 : 9;
        entry["dt"] = day;
        return ("v", entry);
    });

    private static readonly Gen<(string Group, JsonObject Entry)> Test = Gen.Select(Shared, Day, Word, (entry, day, name) =>
    {
        entry["tt"] = "LP6464-4";
        entry["nm"] = name;
        entry["sc"] = day + "T12:34:56Z";
        entry["tr"] = "260415000";
        return ("t", entry);
    });

    private static readonly Gen<(string Group, JsonObject Entry)> Recovery = Gen.Select(Shared, Day, Day, (entry, one, other) =>
    {
        entry["fr"] = one;
        entry["df"] = string.CompareOrdinal(one, other) < 0 ? one : other;
        entry["du"] = string.CompareOrdinal(one, other) < 0 ? other : one;
        return ("r", entry);
    });

    /// <summary>The payload as JSON.</summary>
    public static Gen<string> Payload { get; } = Gen.Select(Word, Standard, Birth, Gen.OneOf(Vaccination, Test, Recovery), (name, standard, birth, entry) =>
        new JsonObject
        {
            ["ver"] = "1.3.0",
            ["nam"] = new JsonObject { ["fn"] = name, ["fnt"] = standard, ["gn"] = name, ["gnt"] = standard },
            ["dob"] = birth,
            [entry.Group] = new JsonArray(entry.Entry),
        }.ToJsonString());
}

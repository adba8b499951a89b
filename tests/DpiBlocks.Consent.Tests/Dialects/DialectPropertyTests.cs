using System.Text;
using CsCheck;
using DpiBlocks.Consent.Tests.Support;

namespace DpiBlocks.Consent.Tests.Dialects;

/// <summary>Over random consents: what crosses is equal or named, and never allows more; and no bytes make a dialect throw.</summary>
public sealed class DialectPropertyTests
{
    private static readonly ConsentDialect[] Dialects = [ConsentDialect.ReBit1, ConsentDialect.ReBit2, ConsentDialect.Abdm];

    private static readonly Gen<RecordCondition> Filter =
        from field in Gen.OneOf("TRANSACTIONS/amount", "TRANSACTIONS/amount", "TRANSACTIONS/type", "balance")
        from comparison in Gen.OneOf("eq", "ne", "lt", "le", "gt", "ge")
        from value in Gen.OneOf("1", "20000.50", "-3", "\"CREDIT\"", "\"\\u00e9\\\"\"", "1e9")
        select new RecordCondition(FieldPath.Parse(field), comparison, value);

    private static readonly Gen<CalendarPeriod> Period =
        Gen.Select(Gen.Int[1, 2], Gen.OneOf(CalendarUnit.Hour, CalendarUnit.Day, CalendarUnit.Month, CalendarUnit.Year), (count, unit) => new CalendarPeriod(count, unit));

    // Most are such as ReBIT or ABDM could have written, most of the time; each part may be one that they could not.
    private static readonly Gen<ConsentArtefact> Artefact =
        from health in Gen.Bool
        from id in Mostly(health ? "499a5a4a-7dda-4f20-9b67-e24589627061" : "c-1", "c-2")
        from purpose in Mostly(health ? "abdm/1.0#CAREMGT" : "rebit/1.0#101", "rebit/1.0#999", "abdm/1.0#X", "other")
        from scopes in Gen.Frequency((5, Scope(health).Array[1, 1]), (1, Scope(health).Array[2, 3]))
        from filters in Gen.Frequency((5, Filter.Array[0, 0]), (1, Filter.Array[1, 2]))
        from mode in Gen.OneOf(ConsentMode.View, ConsentMode.Store, ConsentMode.Query, ConsentMode.Stream)
        from frequency in Gen.Frequency((9, Gen.Select(Gen.Int[1, 1000], Period, (count, period) => (ConsentFrequency?)new ConsentFrequency(count, period))), (1, Gen.Const((ConsentFrequency?)null)))
        from uses in Mostly<int?>(null, 1, 5)
        from start in Mostly(-600_000_000L, -1L, 0L)
        from life in Gen.Frequency((health ? 1 : 9, Period.Select(period => (CalendarPeriod?)period)), (health ? 9 : 1, Gen.Const((CalendarPeriod?)null)))
        from erase in Mostly<int?>(health ? 30 : null, 20, 40, null)
        from range in Mostly<int?>(1, 12, null)
        from attestor in Mostly(true, false)
        select World.Artefact(id) with
        {
            Purpose = PurposeCode.Parse(purpose),
            Attestor = attestor ? World.Manager : null,
            Scopes = [.. scopes],
            Filters = [.. filters],
            Mode = mode,
            Frequency = frequency,
            Uses = uses,
            NotBefore = World.Now.AddTicks(start),
            DataLife = life,
            EraseAt = erase is { } days ? World.Now.AddDays(days) : null,
            Range = range is { } months ? new DataRange(World.Now.AddMonths(-months), World.Now.AddTicks(3)) : null,
        };

    [Fact]
    public void What_crosses_is_equal_or_named_and_crosses_again_as_it_is()
    {
        var crossed = 0;
        Artefact.Sample(
            artefact =>
            {
                foreach (var dialect in Dialects)
                {
                    // What the caller knows of it, and nothing of what it allows.
                    var context = new DialectContext
                    {
                        Id = artefact.Id,
                        GivenAt = artefact.GivenAt,
                        Attestor = artefact.Attestor,
                        Notice = artefact.Notice,
                        Resources = [.. artefact.Scopes.SelectMany(scope => scope.Resources.Append("9").Select(name => new DialectResource(scope.DataSet, name) { Kind = "K", Mask = "M" }))],
                    };
                    if (!dialect.TryExport(artefact, context, out var exported, out var refusal))
                    {
                        refusal!.Code.Should().Be(ConsentRefusalCodes.NotExpressible);
                        continue;
                    }

                    Interlocked.Increment(ref crossed);
                    var imported = dialect.Import(exported.Utf8, context);
                    imported.Losses.Should().BeEmpty("what was written here is read whole");
                    if (exported.Losses.IsEmpty)
                    {
                        imported.Artefact.Should().BeEquivalentTo(artefact);
                    }
                    else
                    {
                        imported.Artefact.Should().NotBeEquivalentTo(artefact);
                    }

                    (imported.Artefact.ExpiresAt <= artefact.ExpiresAt && imported.Artefact.NotBefore >= artefact.NotBefore).Should().BeTrue();
                    (artefact.Uses is null || imported.Artefact.Uses <= artefact.Uses).Should().BeTrue();
                    dialect.Export(imported.Artefact, context).Losses.Should().BeEmpty("the second time nothing more is lost");
                }
            },
            iter: 1_000,
            threads: 1);
        crossed.Should().BeGreaterThan(100);
    }

    private static Gen<T> Mostly<T>(T usual, params T[] others) => Gen.Frequency((9, Gen.Const(usual)), (1, Gen.OneOf(others)));

    private static Gen<ConsentScope> Scope(bool health) =>
        from dataSet in health ? Mostly("Prescription", "OTHER") : Mostly("DEPOSIT", "NPS", "GOLD")
        from fields in (health ? Mostly("Bundle", "Bundle/entry") : Mostly("TRANSACTIONS", "PROFILE", "SUMMARY", "PROFILE/name")).Array[1, 2]
        from resources in (health ? Mostly("p/1", "p/2", "h~1/4", "a/b/c") : Mostly("1", "2", "f/3", "h~1/4", "a/b/c")).Array[0, 3]
        select new ConsentScope(dataSet, DialectWorld.Fields(fields)) { Resources = [.. resources] };

    [Fact]
    public void No_bytes_make_it_throw()
    {
        foreach (var dialect in Dialects)
        {
            var whole = Encoding.UTF8.GetString((dialect == ConsentDialect.Abdm
                ? dialect.Export(DialectWorld.AbdmArtefact(), DialectWorld.Abdm)
                : dialect.Export(DialectWorld.ReBitArtefact(), DialectWorld.ReBit)).Utf8.Span);
            var token = Gen.OneOf("null", "7", "-1", "\"\"", "\"x\"", "\"\\ud800\"", "[]", "{}", "true", "1e999", "[[[[", "\"a/b\"", "\"2026-13-01T00:00:00Z\"", "");
            Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 40], token).Sample(
                (at, length, text) =>
                {
                    var bytes = Encoding.UTF8.GetBytes(string.Concat(whole.AsSpan(0, at), text, whole.AsSpan(Math.Min(whole.Length, at + length))));
                    if (!dialect.TryImport(bytes, DialectWorld.ReBit, out _, out var refusal))
                    {
                        (refusal!.Code.StartsWith("json.", StringComparison.Ordinal) || refusal.Code.StartsWith("consent.", StringComparison.Ordinal)).Should().BeTrue(refusal.Code);
                    }

                    SignedConsentDetail.TryParseAbdm(bytes, out _, out _).Should().BeFalse();
                    SignedConsentDetail.TryParseReBit(bytes, out _, out _).Should().BeFalse();
                },
                iter: 2_000,
                threads: 1);
            Gen.Byte.Array[0, 200].Sample(bytes => dialect.TryImport(bytes, DialectWorld.ReBit, out _, out _).Should().BeFalse(), iter: 1_000, threads: 1);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"x\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void Each_member_may_be_missing_or_of_another_type(string? value)
    {
        foreach (var (dialect, whole, context) in ((ConsentDialect, ReadOnlyMemory<byte>, DialectContext)[])
        [
            (ConsentDialect.ReBit2, ConsentDialect.ReBit2.Export(DialectWorld.ReBitArtefact(), DialectWorld.ReBit).Utf8, DialectWorld.ReBit),
            (ConsentDialect.Abdm, ConsentDialect.Abdm.Export(DialectWorld.AbdmArtefact(), DialectWorld.Abdm).Utf8, DialectWorld.Abdm),
        ])
        {
            foreach (var member in DialectWorld.Parse(whole).Select(member => member.Key).Where(name => name is not "DataFilter"))
            {
                dialect.TryImport(DialectWorld.ToUtf8(DialectWorld.Parse(whole).With(member, value)), context, out _, out var refusal).Should().BeFalse(member);
                refusal!.Code.Should().Match(code => code == ConsentRefusalCodes.Malformed || (code == ConsentRefusalCodes.PartyMismatch && value != null), member);
            }
        }
    }
}

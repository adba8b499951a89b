using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.Exchange.Tests.Release;

/// <summary>Find, decide, read, record, answer: in that order, and nothing but what was decided.</summary>
public sealed class DataReleaseTests : IDisclosureAuthority, IAuditLog
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SubjectId Anna = SubjectId.Parse("a");
    private static readonly SubjectId Berta = SubjectId.Parse("b");
    private readonly FakeTimeProvider _time = new(Now);
    private readonly List<string> _steps = [];
    private readonly List<AuditEvent> _log = [];
    private readonly HashSet<SubjectId> _refused = [];
    private readonly WatchedSource _source;

    public DataReleaseTests()
    {
        var inner = new JsonRecordSource("account", new Dictionary<SubjectId, ReadOnlyMemory<byte>>
        {
            [Anna] = Encoding.UTF8.GetBytes("""{"income":3000,"name":"Anna","moves":[{"amount":5,"text":"rent"},{"amount":7,"text":"food"}],"open":true}"""),
            [Berta] = Encoding.UTF8.GetBytes("""{"income":1000,"name":"Berta","moves":"none","open":false}"""),
        });
        _source = new WatchedSource(inner, _steps);
    }

    private DataRelease Release => new(this, [_source], this, VerdictPolicy.Strict, _time);

    private TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(5);

    private CommitOutcome Recorded { get; set; } = CommitOutcome.Committed;

    [Fact]
    public async Task What_is_decided_is_read_recorded_and_answered_in_that_order()
    {
        var released = (await Release.ReadAsync(Request("income") with { Subject = Anna })).GetValueOrThrow();
        Encoding.UTF8.GetString(released.Content.Span).Should().Be("""{"income":3000}""");
        _steps.Should().Equal("decide a", "read a income", "record a");
        (_log[0].Action, _log[0].Target, _log[0].Basis, _log[0].Subject).Should().Be(("disclosure.released", released.Hash, $"decision {released.Decision.Id}", Anna));
    }

    [Fact]
    public async Task What_is_refused_is_not_read()
    {
        _refused.Add(Anna);
        var verdict = await Release.ReadAsync(Request("income") with { Subject = Anna });
        verdict.Refusal!.Code.Should().Be("test.refused");
        _steps.Should().Equal("decide a");
    }

    [Theory]
    [InlineData("income", """{"income":3000}""")]
    [InlineData("moves", """{"moves":[{"amount":5,"text":"rent"},{"amount":7,"text":"food"}]}""")]
    [InlineData("moves/*/amount", """{"moves":[{"amount":5},{"amount":7}]}""")]
    [InlineData("moves/amount", "{}")]
    [InlineData("income/monthly", "{}")]
    [InlineData("*", "{}")]
    [InlineData("Income", "{}")]
    [Attack("CON-11")]
    public async Task A_source_that_gives_more_than_was_asked_for_gives_nothing_away(string field, string expected)
    {
        _source.GivesAll = true;
        var released = (await Release.ReadAsync(Request(field) with { Subject = Anna })).GetValueOrThrow();
        Encoding.UTF8.GetString(released.Content.Span).Should().Be(expected);
    }

    [Fact]
    [Attack("CON-11")]
    public async Task What_a_query_compares_or_sorts_by_is_used_and_who_is_refused_is_neither_listed_nor_counted()
    {
        var query = new RecordQuery([new RecordCondition(FieldPath.Parse("income"), "ge", "1000")], 10) { SortBy = [FieldPath.Parse("name")] };
        (await ListAsync(query)).Should().Equal("""{"open":true}""", """{"open":false}""");
        Asked!.FieldsUsed.Should().BeEquivalentTo([FieldPath.Parse("income"), FieldPath.Parse("name")]);
        _refused.Add(Anna);
        (await ListAsync(query)).Should().Equal("""{"open":false}""");
        _steps.Count(step => step == "read a open").Should().Be(1);
    }

    [Theory]
    [InlineData("eq", "3000", 1)]
    [InlineData("gt", "1000", 1)]
    [InlineData("ge", "1000", 2)]
    [InlineData("lt", "1000", 0)]
    [InlineData("le", "1000.0", 1)]
    [InlineData("eq", "\"3000\"", 0)]
    [InlineData("eq", "x", 0)]
    [InlineData("like", "3000", 0)]
    public async Task A_query_compares_like_with_like(string comparison, string value, int found) =>
        (await ListAsync(new RecordQuery([new RecordCondition(FieldPath.Parse("income"), comparison, value)], 10))).Should().HaveCount(found);

    [Fact]
    public async Task No_more_are_listed_than_the_query_allows() => (await ListAsync(new RecordQuery([], 1))).Should().HaveCount(1);

    [Fact]
    public async Task A_data_set_that_is_not_held_here_is_not_decided_on()
    {
        (await Release.ReadAsync(Request("income") with { Subject = Anna, DataSet = "other" })).Refusal!.Code.Should().Be(ExchangeRefusalCodes.DataSetUnknown);
        _steps.Should().BeEmpty();
    }

    [Fact]
    public async Task Who_has_no_record_has_none_released()
    {
        (await Release.ReadAsync(Request("income") with { Subject = SubjectId.Parse("c") })).Refusal!.Code.Should().Be(ExchangeRefusalCodes.RecordNotFound);
        _log.Should().BeEmpty();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"income\":1,\"income\":2}")]
    [InlineData("{")]
    public async Task What_is_no_object_is_not_handed_out(string record)
    {
        _source.Instead = Encoding.UTF8.GetBytes(record);
        (await Release.ReadAsync(Request("income") with { Subject = Anna })).Refusal!.Code.Should().Be(ExchangeRefusalCodes.RecordMalformed);
        _log.Should().BeEmpty();
    }

    [Theory]
    [InlineData(299, null)]
    [InlineData(300, ExchangeRefusalCodes.DecisionOver)]
    public async Task A_decision_does_not_hold_for_ever(int seconds, string? code)
    {
        _source.Reading = () => _time.Advance(TimeSpan.FromSeconds(seconds));
        ((await Release.ReadAsync(Request("income") with { Subject = Anna })).Refusal?.Code).Should().Be(code);
    }

    [Fact]
    [Attack("CON-07")]
    public async Task A_source_that_knows_no_time_answers_no_question_about_one()
    {
        (await Release.ReadAsync(Request("income") with { Subject = Anna })).IsAccepted.Should().BeTrue();
        Limit = decision => decision with { Range = new DataRange(Now.AddDays(-1), Now) };
        (await Release.ReadAsync(Request("income") with { Subject = Anna })).Refusal!.Code.Should().Be(ExchangeRefusalCodes.RecordNotFound);
    }

    [Theory]
    [InlineData("resource")]
    [InlineData("filter")]
    [InlineData("query")]
    public async Task What_the_decision_limits_as_no_source_can_is_not_read(string limit)
    {
        (await Release.ReadAsync(Request("income") with { Subject = Anna })).IsAccepted.Should().BeTrue();
        _steps.Clear();
        Limit = decision => limit switch
        {
            "resource" => decision with { Resources = ["1"] },
            "filter" => decision with { Filters = [new RecordCondition(FieldPath.Parse("income"), "ge", "1")] },
            _ => decision with { Duties = [DisclosureDuties.QueryOnly] },
        };
        (await Release.ReadAsync(Request("income") with { Subject = Anna })).Refusal!.Code.Should().Be(ExchangeRefusalCodes.LimitUnsupported);
        _steps.Should().Equal("decide a");
    }

    [Fact]
    [Attack("CON-23")]
    public async Task What_is_not_in_the_log_is_not_handed_out()
    {
        Recorded = CommitOutcome.Unknown;
        (await Release.ReadAsync(Request("income") with { Subject = Anna })).Refusal!.Code.Should().Be(ExchangeRefusalCodes.NotRecorded);
        Recorded = CommitOutcome.Committed;
        (await Release.ReadAsync(Request("income") with { Subject = Anna })).IsAccepted.Should().BeTrue();
    }

    private Func<DisclosureDecision, DisclosureDecision> Limit { get; set; } = decision => decision;

    private DisclosureRequest? Asked { get; set; }

    public ValueTask<Verification<DisclosureDecision>> DecideAsync(DisclosureRequest request, CancellationToken cancellationToken = default)
    {
        Asked = request;
        _steps.Add($"decide {request.Subject!.Value.Value}");
        var verdict = new VerdictBuilder(VerdictPolicy.Strict, _time.GetUtcNow());
        return ValueTask.FromResult(verdict.Demand(_refused.Contains(request.Subject.Value) ? Check.Failed("test", "test.refused", "no") : Check.Passed("test"))
            ? verdict.Accept(Limit(new DisclosureDecision { Id = Digest.Of("decision"u8), Subject = request.Subject.Value, Fields = request.Fields, ValidUntil = _time.GetUtcNow() + Lifetime }))
            : verdict.Refuse<DisclosureDecision>());
    }

    public AuditEntry Seal(AuditEvent auditEvent)
    {
        _log.Add(auditEvent);
        return new AuditEntry(auditEvent.Shard, Digest.Of("x"u8), ReadOnlyMemory<byte>.Empty);
    }

    public ValueTask<CommitOutcome> AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default)
    {
        _steps.Add($"record {_log[^1].Subject!.Value.Value}");
        return ValueTask.FromResult(Recorded);
    }

    private static DisclosureRequest Request(string field) => new()
    {
        Tenant = TenantId.Parse("bank"),
        RequestId = "r-1",
        Recipient = PartyId.Parse("https://lender.example"),
        Purpose = PurposeCode.Parse("rebit/1.0#103"),
        Basis = new LegalBasis("consent", "c-1"),
        DataSet = "account",
        Fields = [FieldPath.Parse(field)],
    };

    private async Task<List<string>> ListAsync(RecordQuery query)
    {
        var listed = new List<string>();
        await foreach (var record in Release.SearchAsync(Request("open"), query))
        {
            listed.Add(Encoding.UTF8.GetString(record.Content.Span));
        }

        return listed;
    }

    private sealed class WatchedSource(JsonRecordSource inner, List<string> steps) : IRecordSource
    {
        public string DataSet => inner.DataSet;

        public bool GivesAll { get; set; }

        public ReadOnlyMemory<byte>? Instead { get; set; }

        public Action Reading { get; set; } = () => { };

        public IAsyncEnumerable<SubjectId> FindAsync(TenantId tenant, RecordQuery query, CancellationToken cancellationToken = default) =>
            inner.FindAsync(tenant, query, cancellationToken);

        public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
            TenantId tenant, SubjectId subject, ImmutableArray<FieldPath> fields, DataRange? range, CancellationToken cancellationToken = default)
        {
            steps.Add($"read {subject.Value} {fields[0].Value}");
            Reading();
            ImmutableArray<FieldPath> all = [FieldPath.Parse("income"), FieldPath.Parse("name"), FieldPath.Parse("moves"), FieldPath.Parse("open")];
            return Instead is not null ? ValueTask.FromResult(Instead) : inner.ReadAsync(tenant, subject, GivesAll ? all : fields, range, cancellationToken);
        }
    }
}

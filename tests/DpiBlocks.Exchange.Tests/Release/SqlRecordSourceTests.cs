using System.Collections.Immutable;
using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;

namespace DpiBlocks.Exchange.Tests.Release;

/// <summary>A register in a table: the columns that were decided on, found by parameters alone.</summary>
public sealed class SqlRecordSourceTests : IDisposable
{
    private static readonly TenantId Tenant = TenantId.Parse("bank");
    private static readonly SubjectId Anna = SubjectId.Parse("a");
    private static readonly DateTimeOffset May = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<FieldPath, string> Columns = new()
    {
        [FieldPath.Parse("income")] = "\"income\"",
        [FieldPath.Parse("name")] = "\"name\"",
    };

    private readonly TemporaryFolder _folder = new();
    private readonly DbDataSource _database;

    public SqlRecordSourceTests()
    {
        _database = SqliteFactory.Instance.CreateDataSource($"Data Source={_folder.PathOf("register.db")};Pooling=False");
        using var create = _database.CreateCommand("""
            CREATE TABLE person (id TEXT, income INTEGER, name TEXT, secret TEXT);
            INSERT INTO person VALUES ('a', 3000, 'Anna', 's'), ('b', 1000, 'Berta', 's'), ('not an id', 1, 'x', 's');
            CREATE TABLE move (id TEXT, amount REAL, text TEXT, at TEXT);
            INSERT INTO move VALUES ('a', 5, 'rent', '2026-05-01T00:00:00Z'), ('a', 7.5, NULL, '2026-05-31T23:59:59Z'), ('a', 9, 'food', '2026-06-01T00:00:00Z');
            """);
        create.ExecuteNonQuery();
    }

    private SqlRecordSource People => new("person", _database, "person", "id", Columns);

    private SqlRecordSource Moves => new("move", _database, "move", "id", new Dictionary<FieldPath, string> { [FieldPath.Parse("amount")] = "amount", [FieldPath.Parse("text")] = "text" })
    {
        RowsMember = "moves",
        TimeColumn = "at",
        TimeValue = Rfc3339.Format,
    };

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("income", """{"income":3000}""")]
    [InlineData("name", """{"name":"Anna"}""")]
    [InlineData("secret", null)]
    [InlineData("income/x", null)]
    [InlineData("name\" FROM person --", null)]
    public async Task Only_named_columns_are_read(string field, string? expected) => (await ReadAsync(People, field)).Should().Be(expected);

    [Theory]
    [InlineData("moves", """{"moves":[{"amount":5,"text":"rent"},{"amount":7.5,"text":null}]}""")]
    [InlineData("moves/*/amount", """{"moves":[{"amount":5},{"amount":7.5}]}""")]
    [InlineData("amount", null)]
    public async Task Rows_about_the_time_that_was_decided_are_listed(string field, string? expected) =>
        (await ReadAsync(Moves, field, new DataRange(May, May.AddMonths(1)))).Should().Be(expected);

    [Fact]
    public void A_column_is_one_member_of_the_record() =>
        FluentActions.Invoking(() => new SqlRecordSource("person", _database, "person", "id", new Dictionary<FieldPath, string> { [FieldPath.Parse("name/given")] = "name" }))
            .Should().Throw<ArgumentException>();

    [Fact]
    public async Task Who_is_not_in_the_table_has_no_record() =>
        (await People.ReadAsync(Tenant, SubjectId.Parse("'a'--"), [FieldPath.Parse("income")], null)).Should().BeNull();

    [Fact]
    public async Task A_table_that_is_about_no_time_answers_no_question_about_one() =>
        (await ReadAsync(People, "income", new DataRange(May, May.AddMonths(1)))).Should().BeNull();

    [Theory]
    [InlineData("income", "ge", "1000", "a b")]
    [InlineData("income", "gt", "1000", "a")]
    [InlineData("name", "eq", "\"Berta\"", "b")]
    [InlineData("name", "eq", "\"' OR 1=1 --\"", "")]
    [InlineData("secret", "eq", "\"s\"", "")]
    [InlineData("name", "eq", "null", "")]
    public async Task It_finds_by_named_columns_and_by_values_that_stay_values(string field, string comparison, string value, string expected)
    {
        var found = new List<string>();
        await foreach (var subject in People.FindAsync(Tenant, new RecordQuery([new RecordCondition(FieldPath.Parse(field), comparison, value)], 10)))
        {
            found.Add(subject.Value);
        }

        string.Join(' ', found).Should().Be(expected);
    }

    [Fact]
    public async Task A_comparison_that_is_none_is_the_callers_fault()
    {
        var query = new RecordQuery([new RecordCondition(FieldPath.Parse("income"), "= 1 OR 1 =", "1")], 10);
        await FluentActions.Awaiting(async () => await People.FindAsync(Tenant, query).GetAsyncEnumerator().MoveNextAsync()).Should().ThrowAsync<ArgumentException>();
    }

    private static async Task<string?> ReadAsync(SqlRecordSource source, string field, DataRange? range = null) =>
        await source.ReadAsync(Tenant, Anna, [FieldPath.Parse(field)], range) is { } record ? Encoding.UTF8.GetString(record.Span) : null;
}

using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace DpiBlocks.Exchange;

/// <summary>
/// A register in a table of any database with a provider for .NET: one row for each person, or several, of which the fields are columns. Only the
/// columns that were decided on are selected; values enter as parameters alone.
/// </summary>
/// <param name="dataSet">The data set.</param>
/// <param name="database">The database.</param>
/// <param name="table">The table or view, as it is written in SQL; not from untrusted text.</param>
/// <param name="subjectColumn">The column of the person's pseudonym, as it is written in SQL.</param>
/// <param name="columns">The field of each column that may be asked for, as it is written in SQL.</param>
public sealed class SqlRecordSource(
    string dataSet, DbDataSource database, string table, string subjectColumn, IReadOnlyDictionary<FieldPath, string> columns) : IRecordSource
{
    private const int MaxRows = 10_000;

    private readonly IReadOnlyDictionary<FieldPath, string> _columns = columns.Keys.All(field => !field.Value.Contains('/', StringComparison.Ordinal))
        ? columns
        : throw new ArgumentException("A column is one member of the record: its field has no slash.", nameof(columns));

    /// <inheritdoc/>
    public string DataSet { get; } = dataSet;

    /// <summary>Gets the column that says what time a row is about; null when rows are about no time, and then a question about a time is not answered.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>Gets how a time is handed to the database: as it is unless set; as text for a database without a type for times.</summary>
    public Func<DateTimeOffset, object> TimeValue { get; init; } = time => time;

    /// <summary>Gets the member under which several rows of one person are listed; null when each has one row at most.</summary>
    public string? RowsMember { get; init; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SubjectId> FindAsync(TenantId tenant, RecordQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Conditions.Concat(query.SortBy.Select(field => new RecordCondition(field, "eq", "null"))).Any(condition => ColumnOf(condition.Field) is null))
        {
            yield break;      // what is no column cannot be found by
        }

        await using var command = database.CreateCommand();
        var where = query.Conditions.Select(condition => $"{ColumnOf(condition.Field)} {OperatorOf(condition.Comparison)} {Add(command, ValueOf(condition.Value))}").ToList();
        var order = query.SortBy.IsEmpty ? subjectColumn : string.Join(", ", query.SortBy.Select(ColumnOf).Append(subjectColumn));
#pragma warning disable CA2100 // columns and table are the host's; values are parameters
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {subjectColumn} FROM {table}{(where.Count == 0 ? "" : $" WHERE {string.Join(" AND ", where)}")} ORDER BY {order} LIMIT {Math.Clamp(query.Limit, 0, MaxRows)}");
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var given = new HashSet<SubjectId>();
        while (await rows.ReadAsync(cancellationToken))
        {
            if (SubjectId.TryParse(rows.GetString(0), out var subject) && given.Add(subject))
            {
                yield return subject;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
        TenantId tenant, SubjectId subject, ImmutableArray<FieldPath> fields, DataRange? range, CancellationToken cancellationToken = default)
    {
        var prefix = RowsMember is null ? null : $"{RowsMember}/*";
        var wanted = _columns.Where(column => fields.Any(field => field.Covers(PathOf(prefix, column.Key)))).ToList();
        if (wanted.Count == 0 || (range is not null && TimeColumn is null))
        {
            return null;
        }

        await using var command = database.CreateCommand();
        var where = $"{subjectColumn} = {Add(command, subject.Value)}";
        if (range is { } time)
        {
            where += $" AND {TimeColumn} >= {Add(command, TimeValue(time.From))} AND {TimeColumn} < {Add(command, TimeValue(time.To))}";
        }

#pragma warning disable CA2100 // columns and table are the host's; values are parameters
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {string.Join(", ", wanted.Select(column => column.Value))} FROM {table} WHERE {where}{(TimeColumn is null ? "" : $" ORDER BY {TimeColumn}")} LIMIT {MaxRows}");
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await WriteAsync(rows, [.. wanted.Select(column => column.Key)], cancellationToken);
    }

    private async Task<ReadOnlyMemory<byte>?> WriteAsync(DbDataReader rows, ImmutableArray<FieldPath> names, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        using var writer = new Utf8JsonWriter(buffer);
        if (RowsMember is not null)
        {
            writer.WriteStartObject();
            writer.WriteStartArray(RowsMember);
        }

        var count = 0;
        while (await rows.ReadAsync(cancellationToken) && (RowsMember is not null || count == 0))
        {
            count++;
            writer.WriteStartObject();
            for (var i = 0; i < names.Length; i++)
            {
                writer.WritePropertyName(names[i].Value);
                WriteValue(writer, rows.GetValue(i));
            }

            writer.WriteEndObject();
        }

        if (RowsMember is not null)
        {
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        await writer.FlushAsync(cancellationToken);
        return count == 0 && RowsMember is null ? (ReadOnlyMemory<byte>?)null : buffer.ToArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case DBNull:
                writer.WriteNullValue();
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case byte or short or int or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case DateTimeOffset time:
                writer.WriteStringValue(Rfc3339.Format(time));
                break;
            case DateTime time:
                writer.WriteStringValue(Rfc3339.Format(new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))));
                break;
            case byte[] bytes:
                writer.WriteBase64StringValue(bytes);
                break;
            default:
                writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static FieldPath PathOf(string? prefix, FieldPath column) => prefix is null ? column : FieldPath.Parse($"{prefix}/{column.Value}");

    private static string Add(DbCommand command, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{command.Parameters.Count}");
        parameter.Value = value;
        command.Parameters.Add(parameter);
        return parameter.ParameterName;
    }

    private static string OperatorOf(string comparison) => comparison switch
    {
        "eq" => "=",
        "lt" => "<",
        "le" => "<=",
        "gt" => ">",
        "ge" => ">=",
        _ => throw new ArgumentException("A comparison is one of eq, lt, le, gt, ge.", nameof(comparison)),
    };

    // The value of a condition is JSON text: a text, a number, true or false; anything else equals nothing.
    private static object ValueOf(string json)
    {
        if (!StrictJson.TryParse(StrictUtf8.GetBytes(json), JsonLimits.Token, out var document, out _))
        {
            return DBNull.Value;
        }

        using (document)
        {
            return document.RootElement.ValueKind switch
            {
                JsonValueKind.String => document.RootElement.GetString()!,
                JsonValueKind.Number when document.RootElement.TryGetInt64(out var whole) => whole,
                JsonValueKind.Number when document.RootElement.TryGetDecimal(out var number) => number,
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => DBNull.Value,
            };
        }
    }

    // In a table of several rows for each person a field is found by its column, and asked for by its place in the list.
    private string? ColumnOf(FieldPath field) =>
        _columns.TryGetValue(field, out var column) ? column
        : RowsMember is not null && field.Value.StartsWith($"{RowsMember}/*/", StringComparison.Ordinal) && FieldPath.TryParse(field.Value[(RowsMember.Length + 3)..], out var inner)
            ? _columns.GetValueOrDefault(inner)
            : null;
}

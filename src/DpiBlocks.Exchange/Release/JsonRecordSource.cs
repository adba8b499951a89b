using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace DpiBlocks.Exchange;

/// <summary>A register of JSON objects in memory: a sample, a test, a table of codes. Its records are about no time: a question about one is not answered.</summary>
/// <param name="dataSet">The data set.</param>
/// <param name="records">The records by person; each a JSON object in UTF-8.</param>
public sealed class JsonRecordSource(string dataSet, IReadOnlyDictionary<SubjectId, ReadOnlyMemory<byte>> records) : IRecordSource
{
    /// <inheritdoc/>
    public string DataSet { get; } = dataSet;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SubjectId> FindAsync(TenantId tenant, RecordQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        await Task.CompletedTask;
        foreach (var subject in records.Where(record => query.Conditions.All(condition => Holds(record.Value, condition))).Select(record => record.Key).Take(query.Limit))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return subject;
        }
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
        TenantId tenant, SubjectId subject, ImmutableArray<FieldPath> fields, DataRange? range, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(range is null && records.TryGetValue(subject, out var record) && FieldProjection.TryProject(record, fields, out var content) ? content : (ReadOnlyMemory<byte>?)null);

    private static bool Holds(ReadOnlyMemory<byte> record, RecordCondition condition)
    {
        if (!StrictJson.TryParse(record, JsonLimits.Document, out var document, out _))
        {
            return false;
        }

        using (document)
        {
            var element = document.RootElement;
            foreach (var name in condition.Field.Value.Split('/'))
            {
                if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty(name, out element))
                {
                    return false;
                }
            }

            return Compare(element, condition.Value) is { } order && condition.Comparison switch
            {
                "eq" => order == 0,
                "lt" => order < 0,
                "le" => order <= 0,
                "gt" => order > 0,
                "ge" => order >= 0,
                _ => false,
            };
        }
    }

    // Numbers as numbers, texts as texts; null where the two cannot be compared.
    private static int? Compare(JsonElement element, string value)
    {
        if (!StrictJson.TryParse(StrictUtf8.GetBytes(value), JsonLimits.Token, out var document, out _))
        {
            return null;
        }

        using (document)
        {
            var other = document.RootElement;
            return (element.ValueKind, other.ValueKind) switch
            {
                (JsonValueKind.Number, JsonValueKind.Number) when element.TryGetDecimal(out var one) && other.TryGetDecimal(out var two) => one.CompareTo(two),
                (JsonValueKind.String, JsonValueKind.String) => string.CompareOrdinal(element.GetString(), other.GetString()),
                (JsonValueKind.True or JsonValueKind.False, JsonValueKind.True or JsonValueKind.False) => element.GetBoolean().CompareTo(other.GetBoolean()),
                _ => null,
            };
        }
    }
}

using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using DpiBlocks.JsonSchema.Documents;
using DpiBlocks.JsonSchema.Evaluation;
using DpiBlocks.JsonSchema.Keywords;

namespace DpiBlocks.JsonSchema;

/// <summary>A schema, ready to be used: immutable, by many threads at once, for any number of documents.</summary>
public sealed class CompiledSchema
{
    private static readonly SchemaReport Valid = new(refusal: null, [], isTruncated: false);

    private readonly SchemaNode _root;
    private readonly SchemaLimits _limits;

    internal CompiledSchema(SchemaNode root, SchemaLimits limits)
    {
        _root = root;
        _limits = limits;
    }

    /// <summary>Gets the URI of the schema, with a fragment; only the fragment when it has none.</summary>
    public string Location => _root.Location;

    /// <summary>Compiles a schema that refers to nothing but itself and the metaschemas. Never throws for any bytes.</summary>
    /// <param name="schema">The schema, UTF-8.</param>
    /// <param name="compiled">The schema, ready to be used.</param>
    /// <param name="refusal">Why not: one of <see cref="SchemaRefusalCodes"/> or <see cref="JsonRefusalCodes"/>, with the place in the schema.</param>
    /// <param name="options">How; the defaults when there are none.</param>
    /// <returns>Whether it can be used.</returns>
    public static bool TryCompile(
        ReadOnlyMemory<byte> schema,
        [NotNullWhen(true)] out CompiledSchema? compiled,
        [NotNullWhen(false)] out Refusal? refusal,
        SchemaOptions? options = null) =>
        new SchemaCompiler(options).TryCompile(schema, out compiled, out refusal);

    /// <summary>Whether a document follows the schema, as fast as can be found out. Never throws for any bytes.</summary>
    /// <param name="document">The document, UTF-8.</param>
    /// <returns>True when it does; false when it does not, is not JSON, or is too much to find out.</returns>
    public bool IsValid(ReadOnlySpan<byte> document)
    {
        var unreadable = JsonTableBuilder.Read(document, _limits.Document, out var builder);
        using (builder)
        {
            return unreadable is null && Decide(builder.Table, out var stopped) && stopped is null;
        }
    }

    /// <summary>Finds out whether a document follows the schema, and if not, where and why. Never throws for any bytes.</summary>
    /// <param name="document">The document, UTF-8.</param>
    /// <returns>The report.</returns>
    public SchemaReport Evaluate(ReadOnlySpan<byte> document)
    {
        var unreadable = JsonTableBuilder.Read(document, _limits.Document, out var builder);
        using (builder)
        {
            if (unreadable is not null)
            {
                return Refuse(new Refusal(unreadable, UnreadableMessage));
            }

            var isValid = Decide(builder.Table, out var stopped);
            if (stopped is not null)
            {
                return Refuse(new Refusal(SchemaRefusalCodes.Limit, stopped));
            }

            return isValid ? Valid : Report(Collect(builder.Table, Keep.Errors));
        }
    }

    /// <summary>Writes what became of a document in a standard output format (2020-12 Core, 12). Never throws for any bytes.</summary>
    /// <param name="document">The document, UTF-8.</param>
    /// <param name="format">The format.</param>
    /// <param name="output">Where to write one JSON object, UTF-8.</param>
    /// <returns>Whether the document follows the schema.</returns>
    public bool WriteOutput(ReadOnlySpan<byte> document, SchemaOutputFormat format, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var writer = new OutputWriter(output, format);
        var unreadable = JsonTableBuilder.Read(document, _limits.Document, out var builder);
        using (builder)
        {
            if (unreadable is not null)
            {
                writer.WriteRefusal(UnreadableMessage);
                return false;
            }

            var isValid = Decide(builder.Table, out var stopped);
            if (stopped is not null)
            {
                writer.WriteRefusal(stopped);
                return false;
            }

            var keep = format is SchemaOutputFormat.Verbose ? Keep.Everything : isValid ? Keep.Annotations : Keep.Errors;
            writer.Write(isValid, format is SchemaOutputFormat.Flag ? null : Collect(builder.Table, keep));
            return isValid;
        }
    }

    private const string UnreadableMessage = "The document is not JSON that is read here: malformed, ambiguous, or larger or deeper than is allowed.";

    private bool Decide(JsonTable document, out string? stopped)
    {
        var run = new Run(document, _limits, output: null);
        var isValid = run.Apply(_root, 0, marks: null);
        stopped = run.Stopped;
        return isValid;
    }

    private OutputCollector Collect(JsonTable document, Keep keep)
    {
        var collector = new OutputCollector(keep, _limits.MaxOutputUnits);
        var run = new Run(document, _limits, collector);
        run.Apply(_root, 0, marks: null);
        return collector;
    }

    private SchemaReport Report(OutputCollector collected)
    {
        var errors = OutputTree.Errors(collected.Root!).Take(_limits.MaxErrors + 1)
            .Select(unit => new SchemaError(unit.InstanceLocation, unit.KeywordLocation, unit.AbsoluteKeywordLocation, unit.Error!))
            .ToImmutableArray();
        var isTruncated = collected.IsFull || errors.Length > _limits.MaxErrors;
        var first = errors.FirstOrDefault();
        var refusal = new Refusal(SchemaRefusalCodes.Violated, first?.Message ?? "The document does not follow the schema.") { Location = first?.InstanceLocation };
        return new SchemaReport(refusal, [.. errors.Take(_limits.MaxErrors)], isTruncated);
    }

    private static SchemaReport Refuse(Refusal refusal) => new(refusal, [], isTruncated: false);
}

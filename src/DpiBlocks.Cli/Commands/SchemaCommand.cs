using System.Buffers;
using System.CommandLine;
using System.Text;
using DpiBlocks.JsonSchema;

namespace DpiBlocks.Cli.Commands;

/// <summary><c>dpi schema validate</c>: whether documents follow a JSON Schema, and if not, where and why.</summary>
internal static class SchemaCommand
{
    // The files of whoever runs the tool may be larger than what a stranger sends to a service.
    private static readonly JsonLimits Large = new(16 * 1024 * 1024) { MaxDepth = 128, MaxMembers = 20_000, MaxItems = 1_000_000 };
    private static readonly SchemaLimits Limits = new() { Document = Large, Schema = Large, MaxWork = 200_000_000 };

    private static readonly Argument<string> Schema = new("schema") { Description = "The schema." };
    private static readonly Argument<string[]> Documents = new("file") { Description = "The documents; - for standard input.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string[]> With = new("--with") { Description = "A further schema that the schema refers to, known by its $id; or URI=FILE. Nothing is fetched." };
    private static readonly Option<string> Draft = new("--draft") { Description = "The draft of a schema that names none: 2020-12, 07 or 04.", DefaultValueFactory = _ => "2020-12" };
    private static readonly Option<bool> Formats = new("--formats") { Description = "Demand that texts have the formats that the schema names." };
    private static readonly Option<string?> Output = new("--output") { Description = "One line of JSON for each document, as the standard says: flag, basic, detailed or verbose." };

    public static Command Create() => new("schema", "JSON Schema: whether documents have the agreed form.") { Validate() };

    private static Command Validate()
    {
        Draft.AcceptOnlyFromAmong("2020-12", "07", "04");
        Output.AcceptOnlyFromAmong("flag", "basic", "detailed", "verbose");
        var command = new Command("validate", "Says whether documents follow a schema: exit code 0 when all do, 1 when one does not, 2 when a file or the schema cannot be used.")
        {
            Schema, Documents, With, Draft, Formats, Output,
        };
        command.SetAction(result =>
        {
            var schema = Compile(result);
            SchemaOutputFormat? format = result.GetValue(Output) is { } named ? Enum.Parse<SchemaOutputFormat>(named, ignoreCase: true) : null;
            return result.GetRequiredValue(Documents).Max(file => Judge(schema, file, format));
        });
        return command;
    }

    private static CompiledSchema Compile(ParseResult result)
    {
        var compiler = new SchemaCompiler(new SchemaOptions
        {
            AssertFormats = result.GetValue(Formats),
            DefaultDraft = result.GetRequiredValue(Draft) switch { "07" => SchemaDraft.Draft07, "04" => SchemaDraft.Draft04, _ => SchemaDraft.Draft202012 },
            Limits = Limits,
        });
        foreach (var named in result.GetValue(With) ?? [])
        {
            Add(compiler, named);
        }

        var path = result.GetRequiredValue(Schema);
        return compiler.TryCompile(Files.Read(path, Large.MaxBytes), out var schema, out var refusal) ? schema : throw Unusable(path, refusal);
    }

    private static void Add(SchemaCompiler compiler, string named)
    {
        // A URI begins with its scheme, and a path that holds an equals sign does not.
        var equals = named.IndexOf('=', StringComparison.Ordinal);
        var isUri = equals > 0 && Uri.TryCreate(named[..equals], UriKind.Absolute, out var uri) && !uri.IsFile && uri.Fragment.Length == 0;
        var path = isUri ? named[(equals + 1)..] : named;
        var schema = Files.Read(path, Large.MaxBytes);
        if ((isUri ? compiler.Add(named[..equals], schema) : compiler.Add(schema)) is { } refusal)
        {
            throw Unusable(path, refusal);
        }
    }

    private static int Judge(CompiledSchema schema, string file, SchemaOutputFormat? format)
    {
        try
        {
            var document = Files.Read(file, Large.MaxBytes);
            if (format is { } standard)
            {
                var output = new ArrayBufferWriter<byte>();
                var isValid = schema.WriteOutput(document, standard, output);
                Console.WriteLine(Encoding.UTF8.GetString(output.WrittenSpan));
                return isValid ? ExitCode.Accepted : ExitCode.Refused;
            }

            return Tell(file, schema.Evaluate(document));
        }
        catch (CliException failure)
        {
            // The other documents are still judged.
            Console.Error.WriteLine($"dpi: {failure.Message}");
            return ExitCode.Unusable;
        }
    }

    private static int Tell(string file, SchemaReport report)
    {
        Console.WriteLine($"{(report.IsValid ? "VALID" : "NOT VALID")}  {DisplayText.Escape(Files.Name(file))}");
        if (report.Refusal is { } refusal && report.Errors.IsEmpty)
        {
            Console.WriteLine($"  {refusal.Message} ({refusal.Code})");
        }

        foreach (var error in report.Errors)
        {
            Console.WriteLine($"  {(error.InstanceLocation.Length == 0 ? "(the whole)" : DisplayText.Escape(error.InstanceLocation))}: {DisplayText.Escape(error.Message)} [{DisplayText.Escape(error.KeywordLocation)}]");
        }

        if (report.IsTruncated)
        {
            Console.WriteLine("  There is more.");
        }

        return report.IsValid ? ExitCode.Accepted : ExitCode.Refused;
    }

    private static CliException Unusable(string path, Refusal refusal) =>
        new($"{DisplayText.Escape(Files.Name(path))} cannot be used as a schema: {refusal.Message} ({refusal.Code}{(refusal.Location is { Length: > 0 } where ? $" at {DisplayText.Escape(where)}" : string.Empty)})");
}

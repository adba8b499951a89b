using System.Diagnostics;
using DpiBlocks.JsonSchema;

namespace DpiBlocks.Benchmarks;

/// <summary>One number for another program to print beside its own: how many MB of a document are judged in a second.</summary>
internal static class SchemaSpeed
{
    private const int Rounds = 150;

    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(20);

    /// <summary>Takes the schema, a document that follows it, and any number that do not.</summary>
    public static void Print(string schema, string good, ReadOnlySpan<string> bad)
    {
        World.Prove(CompiledSchema.TryCompile(File.ReadAllBytes(schema), out var compiled, out _));
        var document = File.ReadAllBytes(good);
        World.Prove(compiled!.IsValid(document));
        foreach (var file in bad)
        {
            World.Prove(!compiled.IsValid(File.ReadAllBytes(file)));
        }

        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var (watch, times) = (Stopwatch.StartNew(), 0);
            for (; watch.Elapsed < Round; times++)
            {
                compiled.IsValid(document);
            }

            best = Math.Min(best, watch.Elapsed.TotalMicroseconds / times);
        }

        Console.WriteLine(Math.Round(document.Length / best));
    }
}

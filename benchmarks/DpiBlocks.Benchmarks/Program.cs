using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using DpiBlocks.Benchmarks;

if (args is ["schema", var schema, var good, .. var bad])
{
    SchemaSpeed.Print(schema, good, bad);      // for benchmarks/ajv
    return;
}

// In this process, so that the repository's own rules of building do not stand in the way of generated projects.
var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(5).WithIterationCount(20);
var config = DefaultConfig.Instance.AddJob(job).AddExporter(MarkdownExporter.GitHub).WithOptions(ConfigOptions.DisableOptimizationsValidator);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);

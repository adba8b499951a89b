using System.Diagnostics;
using System.Text.Json;

namespace DpiBlocks.Cli.Tests;

/// <summary>Runs the tool as a person would: as a program of its own, in a folder of its own.</summary>
public sealed class Dpi : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dpi-tests-");

    public string Folder => _folder.FullName;

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Text(string name) => File.ReadAllText(PathOf(name));

    public void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    public DpiResult Run(params string[] arguments) => RunWith(null, arguments);

    /// <summary>Runs it with something on standard input, which is sent for as long as the tool reads it.</summary>
    public DpiResult RunWith(Stream? input, params string[] arguments) => RunProgram("dpi.dll", input, arguments);

    /// <summary>Runs another program of the repository in the same folder.</summary>
    public DpiResult RunProgram(string program, Stream? input, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            input?.CopyTo(process.StandardInput.BaseStream);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The tool has read enough and is gone.
        }

        process.WaitForExit(TimeSpan.FromMinutes(1)).Should().BeTrue("the tool ends by itself");
        return new DpiResult(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Runs it and expects success.</summary>
    public string Do(params string[] arguments)
    {
        var result = Run(arguments);
        result.Error.Should().BeEmpty();
        result.ExitCode.Should().Be(0);
        return result.Output;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>How a run ended.</summary>
public sealed record DpiResult(int ExitCode, string Output, string Error)
{
    /// <summary>The one line of JSON that was printed.</summary>
    public JsonElement Json => JsonElement.Parse(Output);

    public string? RefusalCode => Json.GetProperty("refusal") is { ValueKind: JsonValueKind.Object } refusal ? refusal.GetProperty("code").GetString() : null;
}

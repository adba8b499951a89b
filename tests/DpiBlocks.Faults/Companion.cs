using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace DpiBlocks.Faults;

/// <summary>A process that runs until it is killed, and can be started again.</summary>
internal sealed class Companion : IDisposable
{
    private readonly string[] _arguments;
    private readonly ConcurrentQueue<string> _said = [];
    private Process _process;

    public Companion(params string[] arguments)
    {
        _arguments = [Path.Combine(AppContext.BaseDirectory, "DpiBlocks.Faults.Writer.dll"), .. arguments];
        _process = Start();
    }

    /// <summary>Gets what it has said, each start of it after the other.</summary>
    public IReadOnlyCollection<string> Said => _said;

    /// <summary>Sets its clock wrong.</summary>
    public void SetClock(TimeSpan wrong) => SetClock(_process, wrong);

    public static void SetClock(Process process, TimeSpan wrong)
    {
        process.StandardInput.WriteLine(((long)wrong.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        process.StandardInput.Flush();
    }

    /// <summary>Kills it without warning, whatever it is doing, and starts it again.</summary>
    public void KillAndStartAgain()
    {
        Dispose();
        _process = Start();
    }

    public void Dispose()
    {
        _process.HasExited.Should().BeFalse("it must not have ended by itself");
        _process.Kill();      // SIGKILL
        _process.WaitForExit();
        _process.Dispose();
    }

    private Process Start()
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", _arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.EndsWith(' ') == true)      // else the kill cut it in two
            {
                _said.Enqueue(line.Data.TrimEnd());
            }
        };
        process.BeginOutputReadLine();
        return process;
    }
}

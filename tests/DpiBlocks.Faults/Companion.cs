using System.Diagnostics;

namespace DpiBlocks.Faults;

/// <summary>A process that runs until it is killed, and can be started again.</summary>
internal sealed class Companion : IDisposable
{
    private readonly string[] _arguments;
    private Process _process;

    public Companion(params string[] arguments)
    {
        _arguments = [Path.Combine(AppContext.BaseDirectory, "DpiBlocks.Faults.Writer.dll"), .. arguments];
        _process = Start();
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

    private Process Start() => Process.Start(new ProcessStartInfo("dotnet", _arguments))!;
}

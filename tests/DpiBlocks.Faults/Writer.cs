using System.Diagnostics;
using System.Globalization;

namespace DpiBlocks.Faults;

/// <summary>Runs the writing process, and keeps its history: what was acknowledged, in the order in which it was.</summary>
internal sealed class Writer(string ground, string? destination = null, string command = "write")
{
    private readonly int[] _acknowledged = new int[Operation.Lanes];
    private TimeSpan _clock;
    private Process? _running;

    /// <summary>Gets how many operations of each lane were acknowledged: numbers 0 up to it, without a gap.</summary>
    public IReadOnlyList<int> Acknowledged => _acknowledged;

    /// <summary>Writes until some operations were acknowledged, and is then killed without warning, whatever it is doing.</summary>
    public async Task RunUntilKilledAsync(int operations, CancellationToken cancellationToken)
    {
        using var process = Start(count: 0);
        await FollowAsync(process, operations, cancellationToken);
        process.Kill();      // SIGKILL
        await FollowAsync(process, int.MaxValue, cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.Should().Be(128 + 9, "it must not have ended by itself");
    }

    /// <summary>Writes while something else is broken, until told that it is enough; then it is stopped.</summary>
    public async Task RunDuringAsync(Func<Task> trouble, CancellationToken cancellationToken)
    {
        using var process = Start(count: 0);
        var following = FollowAsync(process, int.MaxValue, cancellationToken);
        await trouble();
        process.Kill();
        await following;
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.Should().Be(128 + 9, "it must not have ended by itself");
    }

    /// <summary>Asks for each lane's next operations, of which the first may have been carried out without being acknowledged, and waits for them.</summary>
    public async Task FinishAsync(int count, CancellationToken cancellationToken)
    {
        using var process = Start(count);
        await FollowAsync(process, int.MaxValue, cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.Should().Be(0);
    }

    /// <summary>Waits, while it writes, until some more operations were acknowledged.</summary>
    public async Task UntilAsync(int more, CancellationToken cancellationToken)
    {
        for (var before = _acknowledged.Sum(); _acknowledged.Sum() < before + more;)
        {
            await Task.Delay(5, cancellationToken);
        }
    }

    /// <summary>Sets the clock of the process wrong, which is writing, and whenever it is started again.</summary>
    public void SetClock(TimeSpan wrong)
    {
        _clock = wrong;
        if (_running is { } running)
        {
            Companion.SetClock(running, wrong);
        }
    }

    private Process Start(int count)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "DpiBlocks.Faults.Writer.dll");
        string[] arguments = [program, command, ground, Text(count), .. _acknowledged.Select(Text), .. destination is null ? Array.Empty<string>() : [destination]];
        _running = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        SetClock(_clock);
        return _running;
    }

    private async Task FollowAsync(Process process, int operations, CancellationToken cancellationToken)
    {
        for (var seen = 0; seen < operations && await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line; seen++)
        {
            if (line.EndsWith(' '))      // a line that the kill cut in two acknowledges nothing
            {
                var (lane, number) = line.Trim().Split('/') is [var first, var second] ? (Number(first), Number(second)) : throw new FormatException(line);
                number.Should().Be(_acknowledged[lane], "a lane goes on where it was, without a gap");
                _acknowledged[lane]++;
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace DpiBlocks.Faults;

/// <summary>The clock of a process, which whoever started it can set wrong: each line on its input says by how many seconds.</summary>
public sealed class JumpingClock : TimeProvider
{
    private long _offset;

    private JumpingClock()
    {
    }

    /// <summary>Gets the one clock of this process.</summary>
    public static JumpingClock Instance { get; } = new();

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromSeconds(Volatile.Read(ref _offset));

    /// <summary>Follows the input in the background.</summary>
    public void Follow()
    {
        var thread = new Thread(() =>
        {
            while (Console.In.ReadLine() is { } line)
            {
                Volatile.Write(ref _offset, long.Parse(line, CultureInfo.InvariantCulture));
            }
        });
        thread.IsBackground = true;
        thread.Start();
    }
}

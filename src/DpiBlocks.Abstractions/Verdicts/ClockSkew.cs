namespace DpiBlocks;

/// <summary>How far two clocks may differ: one value for all checks of time, 60 seconds unless set, at most five minutes.</summary>
public readonly record struct ClockSkew
{
    private readonly TimeSpan? _value;

    /// <summary>Initializes a new instance of the <see cref="ClockSkew"/> struct.</summary>
    /// <param name="value">From zero to five minutes.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less or more.</exception>
    public ClockSkew(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromMinutes(5));
        _value = value;
    }

    /// <summary>Gets the time by which two clocks may differ.</summary>
    public TimeSpan Value => _value ?? TimeSpan.FromSeconds(60);
}

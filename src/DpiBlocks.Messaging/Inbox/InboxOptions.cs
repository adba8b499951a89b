namespace DpiBlocks.Messaging;

/// <summary>How messages are taken in.</summary>
public sealed class InboxOptions
{
    /// <summary>
    /// Gets or sets how long the ids of messages are remembered: 45 days unless set, at least one hour, at most 366 days. It must be longer
    /// than any sender goes on sending the same message, people who send dead letters again included.
    /// </summary>
    public TimeSpan RememberFor
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromHours(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(366));
            field = value;
        }
    } = TimeSpan.FromDays(45);

    /// <summary>Gets or sets how large the content of a message may be, in bytes: 1 MiB unless set, at most 64 MiB.</summary>
    public int MaxBytes
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 64 * 1024 * 1024);
            field = value;
        }
    } = 1024 * 1024;

    internal InboxOptions Copy() => (InboxOptions)MemberwiseClone();
}

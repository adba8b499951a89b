namespace DpiBlocks.Messaging;

/// <summary>How webhooks are called.</summary>
public sealed class HttpsTransportOptions
{
    /// <summary>Gets how far the network is used: answers within 10 seconds, unless set; what they hold beside their status is not read.</summary>
    public GuardedHttpOptions Network { get; } = new() { Timeout = TimeSpan.FromSeconds(10), MaxBytes = 64 * 1024, DiscardContent = true };

    /// <summary>Gets or sets the longest <c>Retry-After</c> that is heeded; a longer one counts as this: 1 hour unless set, at most one day.</summary>
    public TimeSpan MaxRetryAfter
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            field = value;
        }
    } = TimeSpan.FromHours(1);
}

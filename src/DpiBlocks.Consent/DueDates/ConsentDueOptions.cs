namespace DpiBlocks.Consent;

/// <summary>How often it is looked for consents that have ended, and for data that may be kept no longer.</summary>
public sealed class ConsentDueOptions
{
    /// <summary>Gets or sets how long is waited between two looks: one minute unless set, from one second to one day. What has ended opens nothing meanwhile.</summary>
    public TimeSpan Interval
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            field = value;
        }
    } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets how many are dealt with in one look: 1,000 unless set, from 1 to 100,000.</summary>
    public int Limit
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 100_000);
            field = value;
        }
    } = 1_000;
}

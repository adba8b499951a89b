namespace DpiBlocks.Consent;

/// <summary>How the gate of one holder of data decides.</summary>
public sealed class ConsentGateOptions
{
    /// <summary>Gets or sets who holds the data here: consents that name another provider open nothing. It has no default.</summary>
    public required PartyId Provider { get; set; }

    /// <summary>Gets or sets how long data may be handed out under one decision: five minutes unless set, from one second to one day.</summary>
    public TimeSpan DecisionLifetime
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            field = value;
        }
    } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Gets or sets how long one decision may be asked for again, and its next pages: an hour unless set, from one second to seven days. What is asked
    /// for later is another use, under another request id.
    /// </summary>
    public TimeSpan TransferTime
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(7));
            field = value;
        }
    } = TimeSpan.FromHours(1);

    /// <summary>
    /// Gets or sets a value indicating whether a question about a longer time than was agreed to is answered for the time that was: no unless set.
    /// The decision says then for which.
    /// </summary>
    public bool ClipsRange { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether, of a consent that another has given for the person, it is asked at each use whether he may still act
    /// for her: yes unless set. So a parent's consent opens nothing more when the child has come of age, and a guardian's nothing when he is none any more.
    /// </summary>
    public bool AsksRepresentationAnew { get; set; } = true;
}

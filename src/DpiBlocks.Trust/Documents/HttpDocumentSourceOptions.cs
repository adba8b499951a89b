namespace DpiBlocks.Trust;

/// <summary>How documents are fetched, and how long they are kept.</summary>
public sealed class HttpDocumentSourceOptions
{
    /// <summary>Gets or sets how far the guarded handler goes. A source for status lists needs a larger <see cref="GuardedHttpOptions.MaxBytes"/> than the 1 MiB of other documents.</summary>
    public GuardedHttpOptions Http
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = new();

    /// <summary>Gets or sets how long a document is given out again without asking, to callers that do not say: 5 minutes unless set.</summary>
    public TimeSpan KeepFor
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how many bytes of documents are kept: 64 MiB unless set. The oldest go first.</summary>
    public long MaxKeptBytes
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 64 * 1024 * 1024;

    /// <summary>Gets or sets what is told why an address gave no document (one of <see cref="FetchRefusalCodes"/>), for a log. Must be quick, and must not throw.</summary>
    public Action<Uri, Refusal>? OnRefused { get; set; }

    internal HttpDocumentSourceOptions Copy() => (HttpDocumentSourceOptions)MemberwiseClone();
}

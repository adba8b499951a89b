namespace DpiBlocks.Cryptography.Cose;

/// <summary>How large outside CBOR may be. There is a limit for each kind of content, because a status list is larger than a token.</summary>
/// <param name="MaxBytes">The longest encoding, in bytes.</param>
public sealed record CborLimits(int MaxBytes)
{
    /// <summary>Gets the limits of a token, a header, a key: 64 KiB.</summary>
    public static CborLimits Token { get; } = new(64 * 1024);

    /// <summary>Gets the limits of a presentation: 256 KiB.</summary>
    public static CborLimits Presentation { get; } = new(256 * 1024);

    /// <summary>Gets the limits of a document that is fetched: 1 MiB.</summary>
    public static CborLimits Document { get; } = new(1024 * 1024);

    /// <summary>Gets the limits of a status list token: 17 MiB, which a list of 16 MiB needs when nothing in it can be compressed.</summary>
    public static CborLimits StatusList { get; } = new(17 * 1024 * 1024);

    /// <summary>Gets how deep arrays, maps and tags may be nested: 32 unless set.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Gets how many entries one map may have: 1,000 unless set.</summary>
    public int MaxEntries { get; init; } = 1_000;

    /// <summary>Gets how many items one array may have: 10,000 unless set.</summary>
    public int MaxItems { get; init; } = 10_000;

    /// <summary>Gets how many values there may be in all, since each costs more memory than the byte it may have come as: 100,000 unless set.</summary>
    public int MaxValues { get; init; } = 100_000;
}

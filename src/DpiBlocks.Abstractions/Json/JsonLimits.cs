namespace DpiBlocks;

/// <summary>How large outside JSON may be. There is a limit for each kind of content, because a status list is larger than a token.</summary>
/// <param name="MaxBytes">The longest text, in bytes.</param>
public sealed record JsonLimits(int MaxBytes)
{
    /// <summary>Gets the limits of a token, a header, a key: 64 KiB.</summary>
    public static JsonLimits Token { get; } = new(64 * 1024);

    /// <summary>Gets the limits of a presentation: 256 KiB.</summary>
    public static JsonLimits Presentation { get; } = new(256 * 1024);

    /// <summary>Gets the limits of a document that is fetched, such as a key set or type metadata: 1 MiB.</summary>
    public static JsonLimits Document { get; } = new(1024 * 1024);

    /// <summary>Gets the limits of a status list token: 32 MiB, since a JWT encodes a list of 16 MiB twice, and nothing in it may be compressible.</summary>
    public static JsonLimits StatusList { get; } = new(32 * 1024 * 1024);

    /// <summary>Gets how deep arrays and objects may be nested: 32 unless set.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Gets how many members one object may have: 1,000 unless set.</summary>
    public int MaxMembers { get; init; } = 1_000;

    /// <summary>Gets how many items one array may have: 10,000 unless set.</summary>
    public int MaxItems { get; init; } = 10_000;
}

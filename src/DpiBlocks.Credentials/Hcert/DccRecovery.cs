namespace DpiBlocks.Credentials.Hcert;

/// <summary>A recovery (group <c>r</c>).</summary>
public sealed record DccRecovery : DccEntry
{
    /// <summary>Gets the day of the first positive test (<c>fr</c>).</summary>
    public required DateOnly FirstPositive { get; init; }

    /// <summary>Gets the first day on which the certificate holds (<c>df</c>).</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Gets the last day on which the certificate holds (<c>du</c>), not before the first.</summary>
    public required DateOnly ValidUntil { get; init; }

    internal override string Group => "r";

    internal override string Type => DccTypes.Recovery;
}

namespace DpiBlocks.Credentials.Hcert;

/// <summary>The name of the person, in the letters of the country and as a machine-readable travel document writes it (ICAO Doc 9303, part 3).</summary>
/// <remarks>At least one of the two standardised names is there. Each has at most 80 characters.</remarks>
public sealed record DccName
{
    /// <summary>Gets the surname (<c>fn</c>).</summary>
    public string? Surname { get; init; }

    /// <summary>Gets the standardised surname (<c>fnt</c>): A to Z and <c>&lt;</c> alone.</summary>
    public string? StandardisedSurname { get; init; }

    /// <summary>Gets the forename (<c>gn</c>).</summary>
    public string? Forename { get; init; }

    /// <summary>Gets the standardised forename (<c>gnt</c>): A to Z and <c>&lt;</c> alone.</summary>
    public string? StandardisedForename { get; init; }
}

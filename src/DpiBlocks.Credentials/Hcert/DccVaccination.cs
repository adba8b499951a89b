namespace DpiBlocks.Credentials.Hcert;

/// <summary>A vaccination (group <c>v</c>).</summary>
public sealed record DccVaccination : DccEntry
{
    /// <summary>Gets the vaccine or prophylaxis (<c>vp</c>), a code of <see cref="DccCodeLists.Vaccines"/>.</summary>
    public required string Vaccine { get; init; }

    /// <summary>Gets the medicinal product (<c>mp</c>), a code of <see cref="DccCodeLists.Products"/>.</summary>
    public required string Product { get; init; }

    /// <summary>Gets the marketing authorization holder or manufacturer (<c>ma</c>), a code of <see cref="DccCodeLists.Manufacturers"/>.</summary>
    public required string Manufacturer { get; init; }

    /// <summary>Gets the number of this dose (<c>dn</c>), from 1.</summary>
    public required int Dose { get; init; }

    /// <summary>Gets the number of doses in the series (<c>sd</c>), from 1. Only after a series of one dose may <see cref="Dose"/> be greater: a booster.</summary>
    public required int Doses { get; init; }

    /// <summary>Gets the day of the vaccination (<c>dt</c>).</summary>
    public required DateOnly Date { get; init; }

    internal override string Group => "v";

    internal override string Type => DccTypes.Vaccination;
}

namespace DpiBlocks.Credentials.Hcert;

/// <summary>A test result (group <c>t</c>).</summary>
public sealed record DccTest : DccEntry
{
    /// <summary>Gets the type of test (<c>tt</c>), a code of <see cref="DccCodeLists.TestTypes"/>.</summary>
    public required string TestType { get; init; }

    /// <summary>Gets the name of a nucleic acid amplification test (<c>nm</c>).</summary>
    public string? Name { get; init; }

    /// <summary>Gets the name and manufacturer of a rapid antigen test (<c>ma</c>), a code of <see cref="DccCodeLists.Tests"/>.</summary>
    public string? Device { get; init; }

    /// <summary>Gets when the sample was collected (<c>sc</c>).</summary>
    public required DateTimeOffset CollectedAt { get; init; }

    /// <summary>Gets the result (<c>tr</c>), a code of <see cref="DccCodeLists.TestResults"/>.</summary>
    public required string Result { get; init; }

    /// <summary>Gets the testing centre (<c>tc</c>).</summary>
    public string? Centre { get; init; }

    internal override string Group => "t";

    internal override string Type => DccTypes.Test;
}

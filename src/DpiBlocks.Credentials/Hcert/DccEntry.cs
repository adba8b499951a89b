namespace DpiBlocks.Credentials.Hcert;

/// <summary>What one certificate attests: a vaccination, a test or a recovery.</summary>
public abstract record DccEntry
{
    private protected DccEntry()
    {
    }

    /// <summary>Gets the disease or agent targeted (<c>tg</c>), a code of <see cref="DccCodeLists.Diseases"/>.</summary>
    public required string Target { get; init; }

    /// <summary>Gets the country (<c>co</c>): one to ten letters A to Z, ISO 3166-1 alpha-2 where there is one.</summary>
    public required string Country { get; init; }

    /// <summary>Gets who issued the certificate (<c>is</c>), in words.</summary>
    public required string Issuer { get; init; }

    /// <summary>Gets the unique certificate identifier (<c>ci</c>), as it came; <see cref="Uvci"/> takes it apart.</summary>
    public required string CertificateId { get; init; }

    /// <summary>Gets the name of its group in the payload: <c>v</c>, <c>t</c> or <c>r</c>.</summary>
    internal abstract string Group { get; }

    /// <summary>Gets the type, as a verified credential has it: <c>eu-dcc/vaccination</c>.</summary>
    internal abstract string Type { get; }
}

using System.Collections.Immutable;

namespace DpiBlocks.Credentials.Hcert;

/// <summary>The code lists ("value sets") from which the codes of a certificate are taken. Immutable and safe to share between threads.</summary>
/// <remarks>
/// They grow while certificates are in the field: <see cref="With"/> puts a newer list, as the EU publishes it, in the place of an
/// older one. The lists built in are those that were last published.
/// </remarks>
public sealed partial class DccCodeLists
{
    /// <summary>The name of the list of diseases and agents targeted.</summary>
    public const string Diseases = "disease-agent-targeted";

    /// <summary>The name of the list of vaccines and prophylaxes.</summary>
    public const string Vaccines = "sct-vaccines-covid-19";

    /// <summary>The name of the list of medicinal products.</summary>
    public const string Products = "vaccines-covid-19-names";

    /// <summary>The name of the list of marketing authorization holders and manufacturers.</summary>
    public const string Manufacturers = "vaccines-covid-19-auth-holders";

    /// <summary>The name of the list of types of test.</summary>
    public const string TestTypes = "covid-19-lab-test-type";

    /// <summary>The name of the list of rapid antigen tests.</summary>
    public const string Tests = "covid-19-lab-test-manufacturer-and-name";

    /// <summary>The name of the list of test results.</summary>
    public const string TestResults = "covid-19-lab-result";

    /// <summary>The name of the list of countries.</summary>
    public const string Countries = "country-2-codes";

    private readonly ImmutableDictionary<string, DccCodeList> _lists;

    private DccCodeLists(ImmutableDictionary<string, DccCodeList> lists) => _lists = lists;

    /// <summary>Gets the lists built in.</summary>
    public static DccCodeLists BuiltIn { get; } =
        new(Transcribe().ToImmutableDictionary(list => list.Name, StringComparer.Ordinal));

    /// <summary>Gets a list.</summary>
    /// <param name="name">Its name, one of the constants here.</param>
    /// <returns>The list.</returns>
    /// <exception cref="ArgumentException">No list has the name.</exception>
    public DccCodeList Get(string name) =>
        _lists.TryGetValue(name, out var list) ? list : throw new ArgumentException("No code list has this name.", nameof(name));

    /// <summary>Puts a list in the place of the one of the same name.</summary>
    /// <param name="list">The list.</param>
    /// <returns>The lists with it; these here are not changed.</returns>
    /// <exception cref="ArgumentException">No list has its name.</exception>
    public DccCodeLists With(DccCodeList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        Get(list.Name);
        return new DccCodeLists(_lists.SetItem(list.Name, list));
    }

    /// <summary>Finds the codes that are in no list.</summary>
    /// <param name="entry">What is attested.</param>
    /// <returns>The names of their members, such as <c>mp</c>; empty when all are known.</returns>
    public ImmutableArray<string> FindUnknown(DccEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var unknown = ImmutableArray<string>.Empty;
        Look(ref unknown, "tg", Diseases, entry.Target);
        Look(ref unknown, "co", Countries, entry.Country);
        switch (entry)
        {
            case DccVaccination vaccination:
                Look(ref unknown, "vp", Vaccines, vaccination.Vaccine);
                Look(ref unknown, "mp", Products, vaccination.Product);
                Look(ref unknown, "ma", Manufacturers, vaccination.Manufacturer);
                break;
            case DccTest test:
                Look(ref unknown, "tt", TestTypes, test.TestType);
                Look(ref unknown, "tr", TestResults, test.Result);
                Look(ref unknown, "ma", Tests, test.Device);
                break;
        }

        return unknown;
    }

    private void Look(ref ImmutableArray<string> unknown, string member, string list, string? code)
    {
        if (code is not null && !_lists[list].Contains(code))
        {
            unknown = unknown.Add(member);
        }
    }
}

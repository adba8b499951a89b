namespace DpiBlocks.Credentials.Tests.Hcert;

/// <summary>The cases of dgc-testdata whose content this library refuses although their flag says that it follows the schema.</summary>
/// <remarks>Most were made at random under the schemas 1.0 to 1.2; the members named here break the schema 1.3.3 as it is published.</remarks>
internal static class DgcSchemaDifferences
{
    /// <summary>The member at fault, and the cases.</summary>
    public static (string Place, string Cases)[] All { get; } =
    [
        // Days written with a time of day, and null for the groups that are not there.
        ("/dob", "BG/1 BG/2"),

        // 103 characters, where the schema allows 80.
        ("/t/0/tc", "HU/3"),

        // Tests whose country is the empty text, where the schema wants a letter at least.
        ("/t/0/co", """
            NL/005-NL-test NL/011-NL-test NL/018-NL-test NL/020-NL-test NL/045-NL-test NL/057-NL-test NL/059-NL-test NL/060-NL-test
            NL/216-NL-test+wrong_key NL/217-NL-test+wrong_key NL/226-NL-test+wrong_key NL/240-NL-test+wrong_key
            NL/245-NL-test+wrong_key NL/252-NL-test+wrong_key NL/257-NL-test+wrong_key NL/258-NL-test+wrong_key
            NL/264-NL-test+wrong_key
            """),

        // Vaccinations, likewise.
        ("/v/0/co", "NL/073-NL-vaccination NL/120-NL-vaccination NL/123-NL-vaccination"),

        // A dose beyond its series of two or more, which the attack catalogue forbids (HCT-09), and once a dose 0, which the schema does.
        ("/v/0/dn", """
            NL/077-NL-vaccination NL/081-NL-vaccination NL/082-NL-vaccination NL/083-NL-vaccination NL/088-NL-vaccination
            NL/091-NL-vaccination NL/092-NL-vaccination NL/105-NL-vaccination NL/106-NL-vaccination NL/113-NL-vaccination
            NL/117-NL-vaccination NL/121-NL-vaccination NL/122-NL-vaccination NL/124-NL-vaccination
            """),

        // Series of no doses, where the schema wants one at least.
        ("/v/0/sd", "NL/104-NL-vaccination NL/109-NL-vaccination NL/130-NL-vaccination"),

        // Recoveries, likewise.
        ("/r/0/co", """
            NL/144-NL-recovery NL/153-NL-recovery NL/162-NL-recovery NL/163-NL-recovery NL/165-NL-recovery NL/169-NL-recovery
            NL/178-NL-recovery NL/186-NL-recovery NL/189-NL-recovery NL/192-NL-recovery NL/201-NL-recovery
            """),

        // Two vaccinations in one certificate, as the schema allowed until 1.2; since 1.3 there is exactly one.
        ("/v", "RO/2 SK/3"),
    ];
}

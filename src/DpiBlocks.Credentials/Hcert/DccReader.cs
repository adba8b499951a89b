using System.Text.Json;

namespace DpiBlocks.Credentials.Hcert;

/// <summary>Reads the payload by the rules of DCC.combined-schema.json, version 1.3.3, member by member.</summary>
internal static class DccReader
{
    /// <summary>Reads; gives null and the place of the first fault, as a JSON pointer, when the schema is not followed.</summary>
    public static DccPayload? Read(JsonElement json, out string? fault)
    {
        var top = new DccMembers(json, "");
        var version = top.Version("ver");
        var birth = top.BirthDate("dob");
        var name = ReadName(ref top);
        var entry = ReadEntry(ref top);
        fault = top.Fault;
        return fault is null ? new DccPayload { Version = version, DateOfBirth = birth, Name = name, Entry = entry! } : null;
    }

    private static DccName ReadName(ref DccMembers top)
    {
        var members = top.Object("nam");
        var name = new DccName
        {
            Surname = members.Optional("fn"),
            StandardisedSurname = members.Standardised("fnt"),
            Forename = members.Optional("gn"),
            StandardisedForename = members.Standardised("gnt"),
        };

        // One of the two at least, and neither empty where the name itself is not.
        var none = string.IsNullOrEmpty(name.StandardisedSurname) && string.IsNullOrEmpty(name.StandardisedForename);
        if (none || name is { StandardisedSurname: "", Surname.Length: > 0 })
        {
            members.Refuse("fnt");
        }

        if (name is { StandardisedForename: "", Forename.Length: > 0 })
        {
            members.Refuse("gnt");
        }

        top.Refuse(members);
        return name;
    }

    // "oneOf" v, t, r: one group, of one entry.
    private static DccEntry? ReadEntry(ref DccMembers top)
    {
        var (v, t, r) = (top.Has("v"), top.Has("t"), top.Has("r"));
        if ((v ? 1 : 0) + (t ? 1 : 0) + (r ? 1 : 0) != 1)
        {
            top.Refuse(v ? t ? "t" : "r" : t ? "r" : "v");
            return null;
        }

        var members = top.Only(v ? "v" : t ? "t" : "r");
        DccEntry entry = v ? ReadVaccination(ref members) : t ? ReadTest(ref members) : ReadRecovery(ref members);
        top.Refuse(members);
        return entry;
    }

    private static DccVaccination ReadVaccination(ref DccMembers members)
    {
        var vaccination = new DccVaccination
        {
            Target = members.Code("tg"),
            Vaccine = members.Code("vp"),
            Product = members.Code("mp"),
            Manufacturer = members.Code("ma"),
            Dose = members.Positive("dn"),
            Doses = members.Positive("sd"),
            Date = members.Date("dt"),
            Country = members.Country("co"),
            Issuer = members.Required("is"),
            CertificateId = members.Required("ci"),
        };

        // Boosters are written 3/3 after two doses, and 2/1, 3/1, … after a series of one: a dose beyond a longer series is none.
        if (vaccination.Dose > vaccination.Doses && vaccination.Doses > 1)
        {
            members.Refuse("dn");
        }

        return vaccination;
    }

    private static DccTest ReadTest(ref DccMembers members) => new()
    {
        Target = members.Code("tg"),
        TestType = members.Code("tt"),
        Name = members.Optional("nm"),
        Device = members.OptionalCode("ma"),
        CollectedAt = members.Time("sc"),
        Result = members.Code("tr"),
        Centre = members.Optional("tc"),
        Country = members.Country("co"),
        Issuer = members.Required("is"),
        CertificateId = members.Required("ci"),
    };

    private static DccRecovery ReadRecovery(ref DccMembers members)
    {
        var recovery = new DccRecovery
        {
            Target = members.Code("tg"),
            FirstPositive = members.Date("fr"),
            Country = members.Country("co"),
            Issuer = members.Required("is"),
            ValidFrom = members.Date("df"),
            ValidUntil = members.Date("du"),
            CertificateId = members.Required("ci"),
        };
        if (recovery.ValidFrom > recovery.ValidUntil)
        {
            members.Refuse("du");
        }

        return recovery;
    }
}

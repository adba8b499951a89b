using System.Text.Json;

namespace DpiBlocks.Credentials.Hcert;

/// <summary>Reads the payload by the rules of DCC.combined-schema.json, version 1.3.3, member by member.</summary>
internal static class DccReader
{
    /// <summary>Reads; gives null and the place of the first fault, as a JSON pointer, when the schema is not followed.</summary>
    public static DccPayload? Read(JsonElement json, out string? fault)
    {
        var top = new DccMembers(json, "");
        var version = top.Version("ver"u8);
        var birth = top.BirthDate("dob"u8);
        var name = ReadName(ref top);
        var entry = ReadEntry(ref top);
        fault = top.Fault;
        return fault is null ? new DccPayload { Version = version, DateOfBirth = birth, Name = name, Entry = entry! } : null;
    }

    private static DccName ReadName(ref DccMembers top)
    {
        var members = top.Object("nam"u8, "/nam");
        var name = new DccName
        {
            Surname = members.Optional("fn"u8),
            StandardisedSurname = members.Standardised("fnt"u8),
            Forename = members.Optional("gn"u8),
            StandardisedForename = members.Standardised("gnt"u8),
        };

        // One of the two at least, and neither empty where the name itself is not.
        var none = string.IsNullOrEmpty(name.StandardisedSurname) && string.IsNullOrEmpty(name.StandardisedForename);
        if (none || name is { StandardisedSurname: "", Surname.Length: > 0 })
        {
            members.Refuse("fnt"u8);
        }

        if (name is { StandardisedForename: "", Forename.Length: > 0 })
        {
            members.Refuse("gnt"u8);
        }

        top.Refuse(members);
        return name;
    }

    // "oneOf" v, t, r: one group, of one entry.
    private static DccEntry? ReadEntry(ref DccMembers top)
    {
        var (v, t, r) = (top.Has("v"u8), top.Has("t"u8), top.Has("r"u8));
        switch (v, t, r)
        {
            case (true, false, false):
                var members = top.Only("v"u8, "/v/0");
                var vaccination = ReadVaccination(ref members);
                top.Refuse(members);
                return vaccination;
            case (false, true, false):
                members = top.Only("t"u8, "/t/0");
                var test = ReadTest(ref members);
                top.Refuse(members);
                return test;
            case (false, false, true):
                members = top.Only("r"u8, "/r/0");
                var recovery = ReadRecovery(ref members);
                top.Refuse(members);
                return recovery;
            default:
                top.Refuse(t && v ? "t"u8 : r ? "r"u8 : "v"u8);
                return null;
        }
    }

    private static DccVaccination ReadVaccination(ref DccMembers members)
    {
        var vaccination = new DccVaccination
        {
            Target = members.Code("tg"u8),
            Vaccine = members.Code("vp"u8),
            Product = members.Code("mp"u8),
            Manufacturer = members.Code("ma"u8),
            Dose = members.Positive("dn"u8),
            Doses = members.Positive("sd"u8),
            Date = members.Date("dt"u8),
            Country = members.Country("co"u8),
            Issuer = members.Required("is"u8),
            CertificateId = members.Required("ci"u8),
        };

        // Boosters are written 3/3 after two doses, and 2/1, 3/1, … after a series of one: a dose beyond a longer series is none.
        if (vaccination.Dose > vaccination.Doses && vaccination.Doses > 1)
        {
            members.Refuse("dn"u8);
        }

        return vaccination;
    }

    private static DccTest ReadTest(ref DccMembers members) => new()
    {
        Target = members.Code("tg"u8),
        TestType = members.Code("tt"u8),
        Name = members.Optional("nm"u8),
        Device = members.OptionalCode("ma"u8),
        CollectedAt = members.Time("sc"u8),
        Result = members.Code("tr"u8),
        Centre = members.Optional("tc"u8),
        Country = members.Country("co"u8),
        Issuer = members.Required("is"u8),
        CertificateId = members.Required("ci"u8),
    };

    private static DccRecovery ReadRecovery(ref DccMembers members)
    {
        var recovery = new DccRecovery
        {
            Target = members.Code("tg"u8),
            FirstPositive = members.Date("fr"u8),
            Country = members.Country("co"u8),
            Issuer = members.Required("is"u8),
            ValidFrom = members.Date("df"u8),
            ValidUntil = members.Date("du"u8),
            CertificateId = members.Required("ci"u8),
        };
        if (recovery.ValidFrom > recovery.ValidUntil)
        {
            members.Refuse("du"u8);
        }

        return recovery;
    }
}

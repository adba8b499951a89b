using System.Formats.Cbor;
using DpiBlocks.Credentials.Tests.Support;

namespace DpiBlocks.Credentials.Tests.Hcert;

/// <summary>The status of a health certificate: the claim 65535 (Token Status List, 6.3).</summary>
public sealed class HcertStatusTests
{
    private const string Address = "https://status.example/1";

    private static readonly HcertForge Good = new() { Status = List(writer => writer.WriteInt32(7), writer => writer.WriteTextString(Address)) };

    [Fact]
    [Attack("STL-01", "STL-17")]
    public void A_revoked_certificate_is_refused_and_a_good_one_is_not()
    {
        var good = new CountedStatus();
        var verdict = Judge(Good, good, new VerificationRequest { RequireStatus = true });
        (verdict.Refusal, verdict.Grade).Should().Be((null, Grade.Accepted));
        verdict.Checks.Single(check => check.Name == "status").Outcome.Should().Be(CheckOutcome.Passed);
        good.Asked.Should().Be(1);
        good.LastAsked.Should().Be(new StatusReference("status_list", new Uri(Address)) { Index = 7 });

        Judge(Good, new CountedStatus(isGood: false)).Refusal!.Code.Should().Be("status.revoked");
    }

    [Fact]
    [Attack("STL-17")]
    public void A_status_that_cannot_be_checked_is_not_a_good_one()
    {
        var unasked = Judge(Good, status: null);
        (unasked.Refusal!.Code, unasked.Grade).Should().Be((CredentialRefusalCodes.StatusNotChecked, Grade.Undetermined));
        Judge(new HcertForge(), status: null).Grade.Should().Be(Grade.Accepted);
    }

    [Fact]
    [Attack("STL-01")]
    public void A_mechanism_that_is_not_known_counts_as_not_checked_unless_a_known_one_is_there()
    {
        var status = new CountedStatus();
        var verdict = Judge(Good with { Status = Map(("identifier_list", Map(("id", writer => writer.WriteByteString([1]))))) }, status);
        (verdict.Refusal!.Code, verdict.Grade).Should().Be((StatusRefusalCodes.MechanismUnknown, Grade.Undetermined));
        status.Asked.Should().Be(0);

        Judge(
            Good with
            {
                Status = Map(
                    ("identifier_list", Map()),
                    ("status_list", Map(("idx", writer => writer.WriteInt32(0)), ("uri", writer => writer.WriteTextString(Address))))),
            },
            status).Grade.Should().Be(Grade.Accepted);
        status.Asked.Should().Be(1);
    }

    [Fact]
    [Attack("STL-01")]
    public void A_status_that_is_not_stated_as_it_must_be_is_refused()
    {
        static void Seven(CborWriter writer) => writer.WriteInt32(7);
        static void There(CborWriter writer) => writer.WriteTextString(Address);
        static Action<CborWriter> Text(string text) => writer => writer.WriteTextString(text);

        var bad = new Action<CborWriter>[]
        {
            Seven,
            There,
            writer => writer.WriteNull(),
            writer => writer.WriteByteString([0xA0]),
            Map(),
            Map(("status_list", Seven)),
            Map(("status_list", Map())),
            Map(("status_list", Map(("idx", Seven)))),
            Map(("status_list", Map(("uri", There)))),
            List(writer => writer.WriteInt32(-1), There),
            List(writer => writer.WriteUInt64((ulong)long.MaxValue + 1), There),
            List(writer => writer.WriteDouble(7), There),
            List(Text("7"), There),
            List(Seven, Seven),
            List(Seven, writer => writer.WriteByteString([1])),
            List(Seven, Text(string.Empty)),
            List(Seven, Text("no address")),
            List(Seven, Text("/lists/1")),
            List(Seven, Text("//status.example/1")),
            List(Seven, Text(" " + Address)),
            List(Seven, Text(Address + "/" + new string('a', 2048))),
        };
        var status = new CountedStatus();
        foreach (var value in bad)
        {
            var verdict = Judge(Good with { Status = value }, status);
            (verdict.Refusal?.Code, verdict.Grade).Should().Be((StatusRefusalCodes.Malformed, Grade.Refused));
        }

        status.Asked.Should().Be(0);
        Judge(Good, status).Grade.Should().Be(Grade.Accepted);
    }

    private static Verification<VerifiedCredential> Judge(HcertForge forge, IStatusChecker? status, VerificationRequest? request = null)
    {
        var trust = HcertTrust.In(forge.Signer.Der);
        trust.Status = status;
        return forge.Judge(trust, request);
    }

    private static Action<CborWriter> List(Action<CborWriter> index, Action<CborWriter> address) =>
        Map(("status_list", Map(("idx", index), ("uri", address))));

    private static Action<CborWriter> Map(params (string Key, Action<CborWriter> Value)[] entries) => writer =>
    {
        writer.WriteStartMap(entries.Length);
        foreach (var (key, value) in entries)
        {
            writer.WriteTextString(key);
            value(writer);
        }

        writer.WriteEndMap();
    };
}

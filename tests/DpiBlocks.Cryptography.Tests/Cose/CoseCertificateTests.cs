using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DpiBlocks.Cryptography.Cose;
using static DpiBlocks.Cryptography.Tests.Cose.CoseMessages;

namespace DpiBlocks.Cryptography.Tests.Cose;

public class CoseCertificateTests
{
    private const long X5Bag = 32;
    private const long X5Chain = 33;
    private const long X5T = 34;
    private const long X5U = 35;

    private static readonly byte[][] Chain = MakeChain();

    private static byte[] Leaf => Chain[0];

    private static byte[] Middle => Chain[1];

    private static byte[] Root => Chain[2];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Attack("COS-07")]
    public void One_certificate_is_a_byte_string_and_more_are_an_array(bool isProtected)
    {
        Read(isProtected, X5Chain, Bytes(Leaf)).Certificates.Select(der => der.ToArray()).Should().BeEquivalentTo(new[] { Leaf });
        var two = Read(isProtected, X5Chain, Array(Leaf, Middle)).Certificates;
        two.Select(der => der.ToArray()).Should().BeEquivalentTo(new[] { Leaf, Middle }, options => options.WithStrictOrdering());
        Read(isProtected, X5Chain, Array(Leaf, Middle, Root)).Certificates.Should().HaveCount(3);
    }

    [Fact]
    [Attack("COS-07")]
    public void What_is_no_chain_with_the_end_entity_first_is_refused()
    {
        Read(true, X5Chain, Array(Leaf, Middle, Root));
        Read(true, X5Chain, Array(SameNames(5)));
        var faults = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["empty array"] = Array(),
            ["array of one"] = Array(Leaf),
            ["empty bytes"] = Bytes([]),
            ["twice the same"] = Array(Leaf, Leaf),
            ["root twice"] = Array(Leaf, Middle, Root, Root),
            ["leaf not first"] = Array(Middle, Leaf),
            ["upside down"] = Array(Root, Middle, Leaf),
            ["one left out"] = Array(Leaf, Root),
            ["no certificate"] = Array(Leaf, [0x30, 0]),
            ["no certificate first"] = Array([0x30, 0], Leaf),
            ["too many"] = Array(SameNames(6)),
            ["too long"] = Bytes(new byte[20_000]),
            ["text"] = [0x61, 0x61],
            ["null"] = [0xF6],
            ["map"] = [0xA0],
            ["text among them"] = [0x82, .. Bytes(Leaf), 0x61, 0x61],
        };
        foreach (var (name, value) in faults)
        {
            Refused(Message(true, X5Chain, value)).Should().Be(CoseRefusalCodes.CertificatesInvalid, name);
            Refused(Message(false, X5Chain, value)).Should().Be(CoseRefusalCodes.CertificatesInvalid, name);
        }
    }

    [Theory]
    [InlineData(-16, 32)]
    [InlineData(-15, 8)]
    [InlineData(-43, 48)]
    [InlineData(-44, 64)]
    [Attack("COS-07")]
    public void A_thumbprint_must_be_that_of_the_end_entity(int algorithm, int length)
    {
        byte[] Hash(byte[] der) => (length switch { 48 => SHA384.HashData(der), 64 => SHA512.HashData(der), _ => SHA256.HashData(der) })[..length];
        Accepted(Sign(Header((X5Chain, Bytes(Leaf)), (X5T, Thumbprint(algorithm, Hash(Leaf))))));
        foreach (var wrong in new[]
        {
            Thumbprint(algorithm, Hash(Middle)), Thumbprint(algorithm, Hash(Leaf)[1..]), Thumbprint(-99, Hash(Leaf)), Thumbprint(algorithm, []), [0x80], [0xF6],
        })
        {
            Refused(Sign(Header((X5Chain, Bytes(Leaf)), (X5T, wrong)))).Should().Be(CoseRefusalCodes.CertificatesInvalid);
        }
    }

    [Fact]
    [Attack("COS-07")]
    public void An_address_or_a_bag_of_certificates_is_not_looked_at()
    {
        byte[] address = [0xD8, 32, 0x78, 28, .. "https://attacker.example/crt"u8];
        var message = Accepted(Sign(Header((X5U, address), (X5Bag, Bytes(Leaf)))));
        message.Certificates.Should().BeEmpty("x5u is never fetched, and a bag is in no order");
        message.TryGetHeader(X5U, out _, out _).Should().BeTrue("but it can be seen");
        Refused(Sign("a30126" + "02811823" + "1823" + Convert.ToHexStringLower(address))).Should().Be(
            CoseRefusalCodes.CriticalUnsupported, "who says it must be understood is told that it is not");
    }

    [Fact]
    public async Task A_chain_is_signed_and_read_in_its_order()
    {
        var signing = new CoseSigning { Certificates = [Leaf, Middle] };
        var bytes = await CoseSign1.SignAsync(Key, Payload, signing, TestContext.Current.CancellationToken);
        Accepted(bytes).Certificates.Select(der => der.ToArray()).Should().BeEquivalentTo(new[] { Leaf, Middle }, options => options.WithStrictOrdering());
    }

    private static CoseSign1 Read(bool isProtected, long label, byte[] value) => Accepted(Message(isProtected, label, value));

    private static byte[] Message(bool isProtected, long label, byte[] value) =>
        isProtected ? Sign(Header((label, value))) : Sign(Es256, $"a1{Label(label)}{Convert.ToHexStringLower(value)}");

    private static string Header(params (long Label, byte[] Value)[] members) =>
        $"a{members.Length + 1:x}0126" + string.Concat(members.Select(member => Label(member.Label) + Convert.ToHexStringLower(member.Value)));

    private static string Label(long label) => $"18{label:x2}";

    private static byte[] Bytes(byte[] value) => Write(writer => writer.WriteByteString(value));

    private static byte[] Array(params byte[][] values) => Write(writer =>
    {
        writer.WriteStartArray(values.Length);
        values.ToList().ForEach(value => writer.WriteByteString(value));
        writer.WriteEndArray();
    });

    private static byte[] Thumbprint(int algorithm, byte[] hash) => Write(writer =>
    {
        writer.WriteStartArray(2);
        writer.WriteInt32(algorithm);
        writer.WriteByteString(hash);
        writer.WriteEndArray();
    });

    private static byte[] Write(Action<CborWriter> write)
    {
        var writer = new CborWriter();
        write(writer);
        return writer.Encode();
    }

    private static byte[][] MakeChain()
    {
        var (from, to) = (DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256), middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Request("Root", rootKey, isCa: true).CreateSelfSigned(from, to);
        using var bare = Request("Middle", middleKey, isCa: true).Create(root, from, to, [1]);
        using var middle = bare.CopyWithPrivateKey(middleKey);
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leaf = Request("Leaf", leafKey, isCa: false).Create(middle, from, to, [2]);
        return [leaf.RawData, middle.RawData, root.RawData];
    }

    // Certificates of which each could have been issued by each other, as far as names tell.
    private static byte[][] SameNames(int count) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Request("Root", key, isCa: true).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return certificate.RawData;
    })];

    private static CertificateRequest Request(string name, ECDsa key, bool isCa)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isCa, false, 0, true));
        return request;
    }
}

using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust.Files;

public sealed class TrustFileTests : IDisposable
{
    private readonly Land _land = new();
    private readonly SigningKey _key = Land.Key("key-1");

    [Fact]
    public void A_file_of_no_known_kind_refuses_the_whole()
    {
        _land.Put("key.jwk", Land.Jwk(_key));
        _land.CodeOfLoading().Should().BeNull();
        foreach (var content in new[] { "read me", "{}", "[]", "1", """{"id":"did:web:x"}""", "{", "0", "-----BEGIN PUBLIC KEY-----" })
        {
            _land.Put("other", content);
            _land.CodeOfLoading().Should().BeOneOf(TrustRefusalCodes.Unreadable, PemRefusalCodes.Malformed);
        }

        TrustFolder.TryLoad(_land.Path, null, out _, out var refusal).Should().BeFalse();
        refusal!.Location.Should().StartWith("other");
    }

    [Fact]
    public void A_private_key_refuses_the_whole()
    {
        foreach (var content in new[]
        {
            Encoding.UTF8.GetString(_key.ExportPrivateJwk()),
            $$"""{"keys":[{{Land.Jwk(Land.Key("x"))}},{{Encoding.UTF8.GetString(_key.ExportPrivateJwk())}}]}""",
            TestCertificate.Leaf("CN=x").Key.ExportPkcs8PrivateKeyPem(),
            TestCertificate.Leaf("CN=x").Key.ExportECPrivateKeyPem(),
        })
        {
            _land.Put("key", content);
            _land.CodeOfLoading().Should().Be(KeyRefusalCodes.PrivateInPublicSet);
        }
    }

    [Fact]
    public void A_bad_key_refuses_the_whole_and_one_of_an_unknown_kind_in_a_set_does_not()
    {
        var good = Land.Jwk(_key);
        DidKey.TryResolve(Did.Parse("did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F"), out var encrypts, out _).Should().BeTrue();
        _land.Put("keys", $$"""{"keys":[{{good}},{"kty":"unknown"},{{Encoding.UTF8.GetString(encrypts!.ToUtf8())}}]}""");
        _land.CodeOfLoading().Should().BeNull();

        _land.Put("keys", $$"""{"keys":[{{good}},{"kty":"RSA","n":"AQAB","e":"AQAB"}]}""");
        _land.CodeOfLoading().Should().Be(KeyRefusalCodes.Weak);
        _land.Put("keys", $$"""{"keys":[{{good}},{{good}}]}""");
        _land.CodeOfLoading().Should().Be(KeyRefusalCodes.DuplicateKeyId);
        using var weak = RSA.Create(1024);
        _land.Put("keys", weak.ExportSubjectPublicKeyInfo());
        _land.CodeOfLoading().Should().Be(KeyRefusalCodes.Weak);
        _land.Put("keys", """{"keys":[{"kty":"unknown"}]}""");
        _land.CodeOfLoading().Should().Be(TrustRefusalCodes.Unreadable);
        _land.Put("keys", good.Replace("\"kty\"", "\"use\":\"enc\",\"kty\""));
        _land.CodeOfLoading().Should().Be(KeyRefusalCodes.UseViolation);
        _land.Put("keys", good.Replace("\"kty\"", "\"kty\":\"EC\",\"kty\""));
        _land.CodeOfLoading().Should().Be(JsonRefusalCodes.DuplicateMember);
    }

    [Fact]
    public void A_file_is_of_one_kind_alone()
    {
        var jwk = Land.Jwk(_key);
        const string Issuers = """ "issuers":[{"id":"https://issuer.example.gov","may":[{"act":"issue","matters":["*"]}]}] """;
        var policy = $$"""{"name":"Utopia","version":"1",{{Issuers}}}""";
        foreach (var good in new[] { jwk, $$"""{"keys":[{{jwk}}]}""", policy })
        {
            _land.Put("file", good);
            _land.CodeOfLoading().Should().BeNull();
        }

        foreach (var mixed in new[]
        {
            $$"""{"keys":[{{jwk}}],{{policy[1..]}}""",
            $$"""{"keys":[{{jwk}}],{{jwk[1..]}}""",
            $"{{{Issuers},{jwk[1..]}",
            $$"""{"id":"https://issuer.example.gov","may":[{"act":"issue","matters":["*"]}],"keys":[{{jwk}}]}""",
        })
        {
            _land.Put("file", mixed);
            _land.CodeOfLoading().Should().Be(TrustRefusalCodes.PolicyInvalid);
        }
    }

    [Fact]
    public void Several_certificates_may_lie_in_one_file_and_a_broken_one_refuses_it()
    {
        var (one, two) = (TestCertificate.Leaf("CN=1"), TestCertificate.Authority("CN=2"));
        _land.Put("both.pem", $"remark\n{one.Pem}\n{two.Pem}\n");
        _land.CodeOfLoading().Should().BeNull();
        _land.Put("both.pem", "\uFEFF" + one.Pem);
        _land.CodeOfLoading().Should().BeNull();
        _land.Put("both.pem", one.Pem + "\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        _land.CodeOfLoading().Should().Be(X509RefusalCodes.Malformed);
        _land.Put("both.pem", one.Pem[..^30]);
        _land.CodeOfLoading().Should().Be(PemRefusalCodes.Malformed);
        _land.Put("both.pem", one.Der[..^1]);
        _land.CodeOfLoading().Should().Be(TrustRefusalCodes.Unreadable);
    }

    [Fact]
    public void Missing_empty_and_oversized_files_are_refused()
    {
        Land.CodeOfLoading(Path.Combine(_land.Path, "missing")).Should().Be(TrustRefusalCodes.Unreadable);
        _land.CodeOfLoading().Should().Be(TrustRefusalCodes.Unreadable, "an empty folder trusts nobody");
        _land.Put("empty", []);
        _land.CodeOfLoading().Should().Be(TrustRefusalCodes.Unreadable);

        var jwk = Land.Jwk(_key);
        _land.Put("empty", jwk + new string(' ', (1024 * 1024) - jwk.Length));
        _land.CodeOfLoading().Should().BeNull();
        _land.Put("empty", jwk + new string(' ', (1024 * 1024) - jwk.Length + 1));
        _land.CodeOfLoading().Should().Be(TrustRefusalCodes.Unreadable);
    }

    [Fact]
    public void A_folder_that_is_too_large_is_refused()
    {
        var jwk = Land.Jwk(_key);
        for (var i = 0; i < 64; i++)
        {
            _land.Put($"{i}", jwk + new string(' ', (1024 * 1024) - jwk.Length));
        }

        _land.CodeOfLoading().Should().BeNull();
        _land.Put("one-more", jwk);
        _land.CodeOfLoading().Should().Be(TrustRefusalCodes.Unreadable);
    }

    [Fact]
    public void A_folder_of_too_many_files_is_refused()
    {
        var pem = TestCertificate.Leaf("CN=1").Pem;
        for (var i = 0; i < 10_000; i++)
        {
            _land.Put($"{i}", pem);
        }

        _land.CodeOfLoading().Should().BeNull();
        _land.Put("one-more", pem);
        _land.CodeOfLoading().Should().Be(TrustRefusalCodes.Unreadable);
    }

    [Fact]
    public void Folders_within_and_unreadable_files_are_refused_and_hidden_ones_passed_over()
    {
        _land.Put("key.jwk", Land.Jwk(_key)).Put(".hidden", "anything");
        Directory.CreateDirectory(Path.Combine(_land.Path, ".data"));
        _land.CodeOfLoading().Should().BeNull();

        Directory.CreateDirectory(Path.Combine(_land.Path, "more"));
        _land.CodeOfLoading().Should().Be(TrustRefusalCodes.Unreadable);
    }

    [Fact]
    public void A_link_may_lead_within_the_folder_and_not_out_of_it()
    {
        Directory.CreateDirectory(Path.Combine(_land.Path, ".data"));
        File.WriteAllText(Path.Combine(_land.Path, ".data", "key.jwk"), Land.Jwk(_key));
        File.CreateSymbolicLink(Path.Combine(_land.Path, "key.jwk"), Path.Combine(".data", "key.jwk"));
        _land.CodeOfLoading().Should().BeNull();

        using var elsewhere = new Land();
        elsewhere.Put("key.jwk", Land.Jwk(_key));
        var link = Path.Combine(_land.Path, "link.jwk");
        File.CreateSymbolicLink(link, Path.Combine(elsewhere.Path, "key.jwk"));
        _land.CodeOfLoading().Should().Be(TrustRefusalCodes.Unreadable);
        Land.CodeOfLoading(link).Should().BeNull("a link that the operator names himself is what he means");

        File.Delete(link);
        File.CreateSymbolicLink(link, Path.Combine(_land.Path, "nowhere"));
        _land.CodeOfLoading().Should().Be(TrustRefusalCodes.Unreadable);
    }

    [Fact]
    public void Devices_are_never_opened()
    {
        if (!File.Exists("/dev/zero"))
        {
            Assert.Skip("There is no /dev/zero here.");
        }

        Land.CodeOfLoading("/dev/zero").Should().Be(TrustRefusalCodes.Unreadable);
    }

    [Fact]
    public async Task Nor_are_pipes()
    {
        var pipe = Path.Combine(_land.Path, "pipe");
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        // Nobody writes to it: whoever opened it would wait without end.
        (await Task.Run(() => _land.CodeOfLoading()).WaitAsync(TimeSpan.FromSeconds(10))).Should().Be(TrustRefusalCodes.Unreadable);
    }

    [Fact]
    public void Loading_says_what_is_wrong_where()
    {
        _land.Put("note.txt", "x");
        var load = () => TrustFolder.Load(_land.Path);
        load.Should().Throw<InvalidDataException>().WithMessage("trust.unreadable:*(note.txt)");
    }

    [Fact]
    public void Random_and_changed_bytes_never_make_the_reader_throw()
    {
        Gen.Byte.Array[0, 100].Sample(bytes => TrustFileContent.TryRead(bytes, out var content, out var refusal).Should().Be(content is not null && refusal is null));
        foreach (var good in new[] { Encoding.UTF8.GetBytes(Land.Jwk(_key)), TestCertificate.Leaf("CN=x").Der, Encoding.UTF8.GetBytes(TestCertificate.Leaf("CN=x").Pem) })
        {
            Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Array[1, 4].Sample(
                changes =>
                {
                    var bytes = (byte[])good.Clone();
                    foreach (var (at, value) in changes)
                    {
                        bytes[at] = value;
                    }

                    TrustFileContent.TryRead(bytes, out var content, out var refusal).Should().Be(content is not null && refusal is null);
                },
                iter: 50);
        }
    }

    [Fact]
    public void Random_text_never_makes_a_DID_throw() =>
        Gen.OneOf(Gen.String, Gen.String.Select(text => "did:key:z" + text), Gen.String[Gen.Char["did:keyjwkz6%/#AZ"], 0, 40].Select(text => "did:" + text)).Sample(text =>
        {
            if (Did.TryParse(text, out var did))
            {
                DidKey.TryResolve(did, out var key, out var refusal).Should().Be(key is not null && refusal is null);
                DidJwk.TryResolve(did, out key, out refusal).Should().Be(key is not null && refusal is null);
            }
        });

    public void Dispose()
    {
        _land.Dispose();
        _key.Dispose();
    }
}

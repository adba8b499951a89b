using System.Globalization;
using System.Text;
using System.Text.Json;
using DpiBlocks.Cryptography;

namespace DpiBlocks.StatusLists.Tests.TokenStatusList;

/// <summary>All vectors of the standard, and another project's lists.</summary>
public sealed class TokenStatusListVectorTests
{
    [Fact]
    [Attack("STL-05")]
    public void Every_entry_of_every_list_of_the_standard_is_as_it_says()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedFiles.PathOf("vectors/token-status-list/encoding.json")));
        var (cases, entries) = (0, 0L);
        foreach (var item in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            var expected = item.GetProperty("expected_statuses").EnumerateObject().ToDictionary(entry => long.Parse(entry.Name, CultureInfo.InvariantCulture), entry => entry.Value.GetByte());
            var json = item.GetProperty("status_list_json");
            StrictBase64Url.TryDecode(json.GetProperty("lst").GetString(), out var fromJson).Should().BeTrue();
            Cryptography.Cose.StrictCbor.TryParse(
                Convert.FromHexString(item.GetProperty("status_list_cbor_hex").GetString()!), Cryptography.Cose.CborLimits.StatusList, out var map, out _).Should().BeTrue();
            map!.TryGet("bits", out var bits).Should().BeTrue();
            bits!.TryGetInt64(out var width).Should().BeTrue();
            map.TryGet("lst", out var lst).Should().BeTrue();
            lst!.TryGetBytes(out var fromCbor).Should().BeTrue();
            width.Should().Be(item.GetProperty("bits").GetInt64()).And.Be(json.GetProperty("bits").GetInt64());
            foreach (var compressed in (ReadOnlyMemory<byte>[])[fromJson, fromCbor])
            {
                StatusList.TryDecode(width, compressed, out var list, out var refusal).Should().BeTrue(refusal?.ToString());
                list!.Count.Should().Be(item.GetProperty("size").GetInt64());
                var wrong = 0;
                for (var index = 0L; index < list.Count; index++)
                {
                    wrong += list.TryGet(index, out var value) && value.Value == expected.GetValueOrDefault(index) ? 0 : 1;
                    entries++;
                }

                wrong.Should().Be(0);
                StatusList.TryDecode(width, list.Compress(), out var again, out _).Should().BeTrue();
                again!.Count.Should().Be(list.Count);
            }

            cases++;
        }

        (cases, entries).Should().Be((6, 2 * (16 + 12 + (4 * 1_048_576L))));
    }

    [Theory]
    [InlineData("status_list_token.jwt.txt", StatusListMediaTypes.Jwt)]
    [InlineData("status_list_token.cwt.hex", StatusListMediaTypes.Cwt)]
    public async Task The_tokens_of_the_standard_are_accepted_under_its_key_while_they_are_fresh(string file, string mediaType)
    {
        var text = (await File.ReadAllTextAsync(SharedFiles.PathOf($"vectors/token-status-list/{file}"), World.Cancel)).Trim();
        Jwk.TryParse(await File.ReadAllBytesAsync(SharedFiles.PathOf("vectors/token-status-list/issuer_key.jwk.json"), World.Cancel), out var jwk, out _).Should().BeTrue();
        using var world = new World();
        world.Keys[0] = new ResolvedKey(jwk!.VerificationKey!, PartyId.Parse("https://example.com"));
        var address = new Uri("https://example.com/statuslists/1");
        var issued = DateTimeOffset.FromUnixTimeSeconds(1686920170);
        world.Put(mediaType is StatusListMediaTypes.Jwt ? Encoding.ASCII.GetBytes(text) : Convert.FromHexString(text), mediaType, address, issued);
        (await world.VerifyAsync(1, issued.AddHours(1), address)).IsAccepted.Should().BeTrue();
        (await world.VerifyAsync(0, issued.AddHours(1), address)).Refusal!.Code.Should().Be("status.revoked");
        (await world.VerifyAsync(16, issued.AddHours(1), address)).Refusal!.Code.Should().Be("status.index_out_of_range");
        (await world.VerifyAsync(1, issued.AddHours(12), address)).Refusal!.Code.Should().Be("status.stale");
    }

    [Fact]
    public async Task Another_projects_lists_are_read_as_it_reads_them()
    {
        var seen = 0;
        foreach (var path in SharedFiles.FilesOf("vectors/status-list-credentials/walt-id/tokenstatuslist"))
        {
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(path, World.Cancel));
            var jwt = Encoding.ASCII.GetBytes(document.RootElement.GetProperty("status-credential").GetString()!);
            var index = document.RootElement.GetProperty("holder-credential").GetProperty("status").GetProperty("status_list").GetProperty("idx").GetInt64();
            StatusListToken.TryParseJwt(jwt, out var token, out var refusal).Should().BeTrue(refusal?.ToString());
            if (document.RootElement.TryGetProperty("exception", out _))
            {
                token!.TryDecode(out _, out refusal).Should().BeFalse();      // its base64url is that of multibase, one letter longer
                refusal!.Code.Should().Be("status.malformed");
            }
            else
            {
                await AssertAsync(token!, jwt, index, document.RootElement.GetProperty("valid").GetBoolean());
            }

            seen++;
        }

        seen.Should().Be(3);
    }

    private static async Task AssertAsync(StatusListToken token, byte[] jwt, long index, bool isValid)
    {
        // The key is in the key id, which names a did:jwk.
        var did = Encoding.UTF8.GetString(token.Message.Key.KeyId.Span).Replace("\"", string.Empty, StringComparison.Ordinal);
        StrictBase64Url.TryDecode(did["did:jwk:".Length..].Split('#')[0], out var key).Should().BeTrue();
        Jwk.TryParse(key, out var jwk, out var refusal).Should().BeTrue(refusal?.ToString());
        using var world = new World();
        world.Keys[0] = new ResolvedKey(jwk!.VerificationKey!, World.Issuer);
        var address = new Uri(token.Address);
        var issued = token.Validity.IssuedAt!.Value;
        world.Put(jwt, address: address, obtained: issued);
        var verdict = await world.VerifyAsync(index, issued, address);
        (verdict.Refusal?.Code).Should().Be(isValid ? null : "status.revoked");
        verdict.IsAccepted.Should().Be(isValid);
    }
}

using System.Text;

namespace DpiBlocks.StatusLists.Tests.TokenStatusList;

/// <summary>What a list says, and which list it must be. Each refusal stands beside the same list without the one defect.</summary>
public sealed class TokenStatusListCheckerTests : IDisposable
{
    private readonly World _world = new();

    [Fact]
    public async Task What_the_list_says_is_valid_is_accepted_with_every_check_made()
    {
        _world.Put(_world.SignJwt(World.Payload()));
        var verdict = await _world.VerifyAsync(4);
        verdict.Grade.Should().Be(Grade.Accepted);
        verdict.Checks.Select(check => (check.Name, check.Outcome)).Should().Equal(
            ("status.key", CheckOutcome.Passed),
            ("status.signature", CheckOutcome.Passed),
            ("status.trust", CheckOutcome.Passed),
            ("status.key_usage", CheckOutcome.Passed),
            ("status.validity", CheckOutcome.Passed),
            ("status", CheckOutcome.Passed));
        verdict.Checks[^1].Facts["value"].Should().Be("valid");
    }

    [Theory]
    [InlineData(5, "status.revoked")]
    [InlineData(6, "status.suspended")]
    [InlineData(7, "status.application_specific")]
    [Attack("STL-12")]
    public async Task Each_other_value_is_refused_by_its_own_code(long index, string code)
    {
        _world.Put(_world.SignJwt(World.Payload()));
        (await _world.VerifyAsync(0)).IsAccepted.Should().BeTrue();
        await RefusesAsync(code, index);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "status.revoked")]
    [InlineData(2, "status.suspended")]
    [InlineData(3, "status.application_specific")]
    [InlineData(4, "status.unregistered")]
    [InlineData(11, "status.unregistered")]
    [InlineData(12, "status.application_specific")]
    [InlineData(15, "status.application_specific")]
    [InlineData(255, "status.unregistered")]
    [Attack("STL-12")]
    public async Task Of_256_values_one_alone_is_accepted(byte value, string? code)
    {
        await _world.PutAsync(World.List(8, (9, value)));
        var verdict = await _world.VerifyAsync(9);
        (verdict.Refusal?.Code).Should().Be(code);
        verdict.Grade.Should().Be(code is null ? Grade.Accepted : Grade.Refused);
        verdict.Checks[^1].Facts["value"].Should().Be(new StatusValue(value).ToString());
    }

    [Theory]
    [InlineData(1024, "status.index_out_of_range")]
    [InlineData(1025, "status.index_out_of_range")]
    [InlineData(1L << 31, "status.index_out_of_range")]
    [InlineData((1L << 32) + 4, "status.index_out_of_range")]
    [InlineData(long.MaxValue, "status.index_out_of_range")]
    [InlineData(-1, "status.malformed")]
    [InlineData(long.MinValue, "status.malformed")]
    [Attack("STL-01")]
    public async Task An_index_that_the_list_has_not_is_refused(long index, string code)
    {
        await _world.PutAsync(World.List());
        (await _world.VerifyAsync(1023)).IsAccepted.Should().BeTrue();
        await RefusesAsync(code, index);
    }

    [Theory]
    [InlineData("https://status.example.gov/lists/2")]
    [InlineData("https://status.example.gov/lists/1/")]
    [InlineData("https://status.example.gov/Lists/1")]
    [InlineData("https://STATUS.example.gov/lists/1")]
    [InlineData("https://status.example.gov:443/lists/1")]
    [InlineData("https://status.example.gov/lists/%31")]
    [InlineData("https://status.example.gov/lists/1 ")]
    [Attack("STL-02")]
    public async Task A_list_that_gives_itself_another_address_is_refused(string sub)
    {
        _world.Put(_world.SignJwt(World.Payload()));
        (await _world.VerifyAsync(4)).IsAccepted.Should().BeTrue();
        _world.Put(_world.SignJwt(World.Payload(sub: $"\"{sub}\"")));
        await RefusesAsync("status.uri_mismatch");
    }

    [Theory]
    [InlineData("id_token")]
    [InlineData("JWT")]
    [InlineData("kb+jwt")]
    [InlineData("statuslist+cwt")]
    [Attack("STL-06")]
    public async Task Another_kind_of_token_by_the_same_key_is_no_list(string type)
    {
        _world.Put(_world.SignJwt(World.Payload(), type));
        await RefusesAsync("jose.typ_mismatch");
    }

    [Theory]
    [InlineData("""{"alg":"none","typ":"statuslist+jwt"}""")]
    [InlineData("""{"alg":"HS256","typ":"statuslist+jwt"}""")]
    [Attack("STL-06")]
    public async Task No_algorithm_and_a_symmetric_one_are_refused(string header)
    {
        var token = _world.SignJwt(World.Payload());
        var parts = Encoding.ASCII.GetString(token).Split('.');
        parts[0] = Cryptography.StrictBase64Url.Encode(Encoding.UTF8.GetBytes(header));
        _world.Put(Encoding.ASCII.GetBytes(string.Join('.', parts)));
        await RefusesAsync("jose.alg_not_allowed");
    }

    [Fact]
    [Attack("STL-04")]
    public async Task A_list_that_is_signed_but_cut_or_bloated_is_refused()
    {
        var whole = World.List().Compress();
        foreach (var (bytes, code) in ((byte[], string)[])
            [(whole[..^1], "status.malformed"), ([.. whole, 0], "status.malformed"), (Cryptography.BoundedInflate.Deflate(new byte[StatusList.MaxBytes + 1]), "status.too_large")])
        {
            _world.Put(_world.SignJwt(World.Payload(lst: $"\"{Cryptography.StrictBase64Url.Encode(bytes)}\"")));
            var verdict = await _world.VerifyAsync(4);
            verdict.Refusal!.Code.Should().Be(code);
            verdict.Grade.Should().Be(Grade.Refused);
        }

        _world.Put(_world.SignJwt(World.Payload(lst: $"\"{Cryptography.StrictBase64Url.Encode(whole)}\"")));
        (await _world.VerifyAsync(4)).IsAccepted.Should().BeTrue();
    }

    [Fact]
    [Attack("STL-04")]
    public async Task What_a_stranger_has_signed_is_never_inflated()
    {
        using var other = Cryptography.SigningKey.Generate(SignatureAlgorithm.Es256);
        var bomb = Cryptography.StrictBase64Url.Encode(Cryptography.BoundedInflate.Deflate(new byte[StatusList.MaxBytes + 1]));
        _world.Put(_world.SignJwt(World.Payload(lst: $"\"{bomb}\""), signer: other));
        await RefusesAsync("signature.invalid");
    }

    [Fact]
    public async Task A_reference_without_an_absolute_address_is_refused()
    {
        var verdict = await _world.VerifyAsync(4, address: new Uri("/lists/1", UriKind.Relative));
        (verdict.Grade, verdict.Refusal!.Code).Should().Be((Grade.Refused, "status.malformed"));
        _world.Fetches.Should().BeEmpty();
    }

    [Fact]
    public void Other_media_types_than_those_of_lists_are_not_asked_for()
    {
        _world.Options.MediaTypes = [StatusListMediaTypes.Cwt];
        _world.Options.Invoking(options => options.MediaTypes = []).Should().Throw<ArgumentException>();
        _world.Options.Invoking(options => options.MediaTypes = [StatusListMediaTypes.Cwt, "application/json"]).Should().Throw<ArgumentException>();
        _world.Options.MediaTypes.Should().Equal(StatusListMediaTypes.Cwt);
    }

    [Fact]
    public async Task A_mechanism_that_is_not_understood_is_not_checked()
    {
        await _world.PutAsync(World.List());
        var verdict = await _world.VerifyAsync(4, mechanism: "identifier_list");
        verdict.Refusal!.Code.Should().Be("status.mechanism_unknown");
        verdict.Grade.Should().Be(Grade.Undetermined);
        _world.Fetches.Should().BeEmpty();
    }

    [Theory]
    [InlineData("https://status.example.gov/lists/1?cred=123", true)]
    [InlineData("https://status.example.gov/lists/1#123", true)]
    [InlineData("https://status.example.gov/lists/1", false)]
    [Attack("STL-18")]
    public async Task An_address_by_which_a_holder_could_be_followed_is_warned_of(string address, bool isWarnedOf)
    {
        await _world.PutAsync(World.List(), address: new Uri(address));
        var verdict = await _world.VerifyAsync(4, address: new Uri(address));
        verdict.IsAccepted.Should().BeTrue();
        verdict.Checks.Any(check => check.Name == "status.privacy" && check.Facts["warning"] == "status.unique_uri").Should().Be(isWarnedOf);
    }

    [Theory]
    [InlineData("https://status.example.gov/lists/1?cred=123")]
    [InlineData("https://status.example.gov/lists/1#123")]
    [InlineData("https://user@status.example.gov/lists/1")]
    [InlineData("/lists/1")]
    [Attack("STL-18")]
    public void No_list_is_created_at_such_an_address(string address) =>
        FluentActions.Invoking(() => new StatusListDefinition(new Uri(address, UriKind.RelativeOrAbsolute))).Should().Throw<ArgumentException>();

    [Theory]
    [InlineData(1016)]
    [InlineData(1025)]
    [InlineData((1 << 24) + 8)]
    [Attack("STL-14")]
    public void No_list_is_created_that_is_too_small_to_hide_in_or_too_large(int count) =>
        FluentActions.Invoking(() => new StatusListDefinition(World.Address) { Count = count }).Should().Throw<ArgumentOutOfRangeException>();

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(16)]
    public void No_list_is_created_of_other_bits(int bits) =>
        FluentActions.Invoking(() => new StatusListDefinition(World.Address) { Bits = bits }).Should().Throw<ArgumentOutOfRangeException>();

    public void Dispose() => _world.Dispose();

    private async Task RefusesAsync(string code, long index = 4)
    {
        var verdict = await _world.VerifyAsync(index);
        verdict.Refusal!.Code.Should().Be(code);
        verdict.Grade.Should().Be(Grade.Refused);
    }
}

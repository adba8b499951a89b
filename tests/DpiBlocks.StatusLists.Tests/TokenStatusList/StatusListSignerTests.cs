using System.Text;
using CsCheck;
using DpiBlocks.Cryptography;

namespace DpiBlocks.StatusLists.Tests.TokenStatusList;

/// <summary>Who may have signed a list, and that nothing in it can be changed afterwards.</summary>
public sealed class StatusListSignerTests : IDisposable
{
    private readonly World _world = new();
    private readonly SigningKey _other = SigningKey.Generate(SignatureAlgorithm.Es256, KeyId.Parse("12"));

    public StatusListSignerTests() => _world.Put(_world.SignJwt(World.Payload()));

    [Fact]
    [Attack("STL-06")]
    public async Task A_key_that_is_not_the_issuers_is_refused()
    {
        (await _world.VerifyAsync(4)).IsAccepted.Should().BeTrue();
        _world.Put(_world.SignJwt(World.Payload(), signer: _other));
        await RefusesAsync("status.signature", "signature.invalid");
    }

    [Fact]
    [Attack("STL-06")]
    public async Task Where_the_issuer_has_a_key_no_other_is_asked_for()
    {
        _world.Keys.Add(new ResolvedKey(_other.VerificationKey, World.Stranger));
        (await _world.VerifyAsync(4)).IsAccepted.Should().BeTrue();
        _world.Put(_world.SignJwt(World.Payload(), signer: _other));
        await RefusesAsync("status.signature", "signature.invalid");
    }

    [Fact]
    [Attack("STL-06")]
    public async Task Another_issuer_may_sign_only_if_the_policy_says_that_he_may_for_this_one()
    {
        _world.Keys.Clear();
        _world.Keys.Add(new ResolvedKey(_other.VerificationKey, World.Stranger));
        _world.Put(_world.SignJwt(World.Payload(), signer: _other));
        (await _world.VerifyAsync(4)).IsAccepted.Should().BeTrue();
        _world.Questions.Should().ContainSingle().Which.Should().Match<TrustQuestion>(question =>
            question.Act == TrustAct.PublishStatus && question.Party == World.Stranger && question.OnBehalfOf == World.Issuer && question.Matter == World.Address.OriginalString);

        _world.Trust = question => question.Party == World.Issuer ? DpiBlocks.Check.Passed(string.Empty) : DpiBlocks.Check.Failed(string.Empty, "trust.not_entitled", "He may not.");
        await RefusesAsync("status.trust", "trust.not_entitled");
    }

    [Fact]
    [Attack("STL-06")]
    public async Task A_list_that_names_another_than_the_owner_of_its_key_is_refused()
    {
        _world.Put(_world.SignJwt(World.Payload(more: $"\"iss\":\"{World.Issuer}\"")));
        (await _world.VerifyAsync(4)).IsAccepted.Should().BeTrue();
        _world.Put(_world.SignJwt(World.Payload(more: $"\"iss\":\"{World.Stranger}\"")));
        await RefusesAsync("status.key", "key.unknown");
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("2.5.29.37.0", null)]
    [InlineData("1.3.6.1.5.5.7.3.999", null)]
    [InlineData("1.3.6.1.5.5.7.3.1 1.3.6.1.5.5.7.3.999", null)]
    [InlineData("1.3.6.1.5.5.7.3.1", "status.key_usage")]
    [InlineData("1.0.18013.5.1.2 1.3.6.1.5.5.7.3.1", "status.key_usage")]
    [Attack("STL-06")]
    public async Task A_certificate_that_is_limited_to_other_uses_is_refused(string usages, string? code)
    {
        _world.Options.ExtendedKeyUsages = ["1.3.6.1.5.5.7.3.999"];
        _world.Keys[0] = _world.Keys[0] with { ExtendedKeyUsages = [.. usages.Split(' ', StringSplitOptions.RemoveEmptyEntries)] };
        if (code is not null)
        {
            await RefusesAsync("status.key_usage", code);
            return;
        }

        (await _world.VerifyAsync(4)).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public async Task A_trust_list_that_is_out_of_reach_leaves_the_verdict_undetermined()
    {
        _world.Trust = _ => DpiBlocks.Check.NotChecked(string.Empty, "trust.unreachable", "The list is out of reach.");
        var verdict = await _world.VerifyAsync(4);
        (verdict.Grade, verdict.Refusal!.Code).Should().Be((Grade.Undetermined, "trust.unreachable"));
    }

    [Fact]
    public async Task Trust_is_asked_anew_for_a_list_that_is_kept_ready()
    {
        var checker = _world.Checker();
        (await _world.VerifyAsync(4, checker: checker)).IsAccepted.Should().BeTrue();
        _world.Trust = _ => DpiBlocks.Check.Failed(string.Empty, "trust.withdrawn", "No longer.");
        (await _world.VerifyAsync(4, checker: checker)).Refusal!.Code.Should().Be("trust.withdrawn");
        _world.Trust = _ => DpiBlocks.Check.Passed(string.Empty);
        _world.Keys[0] = new ResolvedKey(_other.VerificationKey, World.Issuer);
        (await _world.VerifyAsync(4, checker: checker)).Refusal!.Code.Should().Be("signature.invalid");
        _world.Keys.Clear();
        (await _world.VerifyAsync(4, checker: checker)).IsAccepted.Should().BeFalse();
    }

    [Fact]
    [Attack("STL-06")]
    public async Task No_letter_of_a_JWT_can_be_changed()
    {
        var token = _world.SignJwt(World.Payload(lst: $"\"{World.Text(World.List(1, (9, 1)))}\"", bits: "1"));
        _world.Put(token);
        (await _world.VerifyAsync(4)).IsAccepted.Should().BeTrue();
        for (var at = 0; at < token.Length; at++)
        {
            foreach (var value in (byte[])[(byte)(token[at] ^ 1), (byte)(token[at] ^ 0x20), (byte)'A', (byte)'.', 0, 255])
            {
                if (value != token[at])
                {
                    var changed = token.ToArray();
                    changed[at] = value;
                    _world.Put(changed);
                    (await _world.VerifyAsync(4)).IsAccepted.Should().BeFalse("byte {0} was changed to {1}", at, value);
                }
            }
        }
    }

    [Fact]
    [Attack("STL-06")]
    public async Task No_byte_of_a_CWT_can_be_changed()
    {
        _world.Documents.Clear();
        await _world.PutAsync(World.List(1, (9, 1)), new StatusListPublication { Format = StatusListFormat.Cwt });
        (await _world.VerifyAsync(4)).IsAccepted.Should().BeTrue();
        var token = _world.Documents.Values.Single().Content;
        for (var at = 0; at < token.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = token.ToArray();
                changed[at] ^= (byte)(1 << bit);
                _world.Put(changed, StatusListMediaTypes.Cwt);
                (await _world.VerifyAsync(4)).IsAccepted.Should().BeFalse("bit {1} of byte {0} was changed", at, bit);
            }
        }
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        var jwt = _world.SignJwt(World.Payload());
        Gen.OneOf(
            Gen.Byte.Array[0, 400],
            Gen.Select(Gen.Int[0, jwt.Length - 1], Gen.Int[0, jwt.Length], (from, length) => jwt[from..Math.Min(jwt.Length, from + length)]),
            Gen.String.Select(Encoding.UTF8.GetBytes)).Sample(bytes =>
            {
                // Cut to a part, what was signed as a whole is no token any more.
                StatusListToken.TryParseCwt(bytes, out _, out var refusal).Should().BeFalse();
                refusal.Should().NotBeNull();
                (StatusListToken.TryParseJwt(bytes, out _, out refusal) == refusal is null).Should().BeTrue();
            });
    }

    public void Dispose()
    {
        _world.Dispose();
        _other.Dispose();
    }

    private async Task RefusesAsync(string check, string code)
    {
        var verdict = await _world.VerifyAsync(4);
        (verdict.Grade, verdict.Refusal!.Code).Should().Be((Grade.Refused, code));
        verdict.Checks.Should().Contain(made => made.Name == check && made.Outcome == CheckOutcome.Failed);
        verdict.Checks[^1].Should().Match<DpiBlocks.Check>(made => made.Name == "status" && made.Outcome == CheckOutcome.NotChecked && made.Reason!.Code == "status.unverified");
    }
}

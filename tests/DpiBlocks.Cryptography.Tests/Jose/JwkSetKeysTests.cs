using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

public class JwkSetKeysTests
{
    private static readonly Uri Address = new("https://issuer.example/jwks");

    [Fact]
    [Attack("JWS-26")]
    public async Task A_thousand_unknown_key_ids_cause_one_fetch_in_a_cool_down()
    {
        var source = new CountingSource(SetOf(Signed.Key));
        var keys = Keys(source);
        (await CodeOf(keys, source)).Should().BeNull();
        source.Asked.Should().Be(1);

        source.Time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 1_000; i++)
        {
            (await CodeOf(keys, source, Signed.Token(Signed.Header.Replace("key-1", $"random-{i}", StringComparison.Ordinal)))).Should().Be(SignatureRefusalCodes.KeyNotFound);
        }

        source.Asked.Should().Be(2);
        (await CodeOf(keys, source)).Should().BeNull();
        source.Asked.Should().Be(2);
    }

    [Fact]
    [Attack("JWS-26")]
    public async Task A_key_that_is_new_in_the_set_is_found_after_the_cool_down()
    {
        using var rotated = SigningKey.Generate(SignatureAlgorithm.Es256, KeyId.Parse("key-2"));
        var token = Signed.Token(Signed.Header.Replace("key-1", "key-2", StringComparison.Ordinal), key: rotated);
        var source = new CountingSource(SetOf(Signed.Key));
        var keys = Keys(source);
        (await CodeOf(keys, source, token)).Should().Be(SignatureRefusalCodes.KeyNotFound);

        source.Content = SetOf(Signed.Key, rotated);
        (await CodeOf(keys, source, token)).Should().Be(SignatureRefusalCodes.KeyNotFound);
        source.Time.Advance(TimeSpan.FromMinutes(1));

        (await CodeOf(keys, source, token)).Should().BeNull();
        (await CodeOf(keys, source)).Should().BeNull();
    }

    [Fact]
    [Attack("JWS-26")]
    public async Task A_key_that_was_taken_out_counts_until_the_lifetime_ends()
    {
        using var rotated = SigningKey.Generate(SignatureAlgorithm.Es256, KeyId.Parse("key-2"));
        var source = new CountingSource(SetOf(Signed.Key));
        var keys = Keys(source);
        (await CodeOf(keys, source)).Should().BeNull();

        source.Content = SetOf(rotated);
        source.Time.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1));
        (await CodeOf(keys, source)).Should().BeNull();
        source.Time.Advance(TimeSpan.FromTicks(1));
        (await CodeOf(keys, source)).Should().Be(SignatureRefusalCodes.KeyNotFound);
    }

    [Theory]
    [Attack("JWS-26")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("<html><body>502 Bad Gateway</body></html>")]
    [InlineData("{\"keys\":[]}")]
    [InlineData("{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}")]
    [InlineData("10 MiB")]
    public async Task A_bad_answer_does_not_replace_a_set_that_is_young(string? answer)
    {
        var source = new CountingSource(SetOf(Signed.Key));
        var keys = Keys(source);
        (await CodeOf(keys, source)).Should().BeNull();

        source.Content = answer is "10 MiB" ? SetOf(Signed.Key) + new string(' ', 10 << 20) : answer;
        source.Time.Advance(TimeSpan.FromMinutes(2));
        (await CodeOf(keys, source, Signed.Token(Signed.Header.Replace("key-1", "key-9", StringComparison.Ordinal)))).Should().Be(SignatureRefusalCodes.KeyNotFound);
        source.Asked.Should().Be(2);
        (await CodeOf(keys, source)).Should().BeNull();

        // When the lifetime is over, nothing is known any more; that is no refusal for a reason but for want of one.
        source.Time.Advance(TimeSpan.FromMinutes(15));
        var verdict = await Verifier(keys, source).VerifyAsync(Signed.Bytes(Fresh(source)), Signed.Requirements);
        verdict.Grade.Should().Be(Grade.Undetermined);
        verdict.Refusal!.Code.Should().Be(JoseRefusalCodes.KeysUnavailable);

        source.Content = SetOf(Signed.Key);
        source.Time.Advance(TimeSpan.FromMinutes(1));
        (await CodeOf(keys, source)).Should().BeNull();
    }

    [Fact]
    [Attack("JWS-26")]
    public async Task Many_at_once_wait_for_one_fetch()
    {
        var gate = new TaskCompletionSource();
        var source = new CountingSource(SetOf(Signed.Key)) { Gate = gate.Task };
        var keys = Keys(source);

        var all = Enumerable.Range(0, 100).Select(_ => CodeOf(keys, source)).ToList();
        using var impatient = new CancellationTokenSource();
        var gaveUp = Verifier(keys, source).VerifyAsync(Signed.Bytes(Signed.Token()), Signed.Requirements, impatient.Token).AsTask();
        await impatient.CancelAsync();
        await FluentActions.Awaiting(() => gaveUp).Should().ThrowAsync<OperationCanceledException>();
        gate.SetResult();

        (await Task.WhenAll(all)).Should().OnlyContain(code => code == null);
        source.Asked.Should().Be(1);
    }

    [Fact]
    [Attack("JWS-07")]
    public async Task A_set_with_two_keys_of_one_name_is_not_used()
    {
        using var other = SigningKey.Generate(SignatureAlgorithm.Ps256, KeyId.Parse("key-1"));
        var source = new CountingSource(SetOf(Signed.Key, other));

        (await CodeOf(Keys(source), source)).Should().Be(JoseRefusalCodes.KeysUnavailable);
        using var named = SigningKey.Generate(SignatureAlgorithm.Ps256, KeyId.Parse("key-2"));
        source = new CountingSource(SetOf(Signed.Key, named));
        (await CodeOf(Keys(source), source)).Should().BeNull();
    }

    [Fact]
    [Attack("JWS-07")]
    public async Task Without_a_key_id_each_key_of_the_set_is_tried_with_its_own_algorithm_only()
    {
        using var other = SigningKey.Generate(SignatureAlgorithm.Es384, KeyId.Parse("key-2"));
        var source = new CountingSource(SetOf(other, Signed.Key));
        var header = """{"alg":"ES256","typ":"test+jwt"}""";

        (await CodeOf(Keys(source), source, Signed.Token(header))).Should().BeNull();
        (await CodeOf(Keys(source), source, Signed.Token(header.Replace("ES256", "ES384", StringComparison.Ordinal)))).Should().Be(SignatureRefusalCodes.Invalid);
        (await CodeOf(Keys(source), source, Signed.Token(header.Replace("ES256", "ES512", StringComparison.Ordinal)))).Should().Be(SignatureRefusalCodes.AlgorithmKeyMismatch);
    }

    [Fact]
    [Attack("JWS-26")]
    public async Task Without_a_key_id_a_set_that_is_kept_is_not_asked_for_again()
    {
        var source = new CountingSource(SetOf(Signed.Key));
        var keys = Keys(source);
        var token = Signed.Token("""{"alg":"ES256","typ":"test+jwt"}""");
        (await CodeOf(keys, source, token)).Should().BeNull();
        source.Time.Advance(TimeSpan.FromMinutes(2));

        (await CodeOf(keys, source, token)).Should().BeNull();
        source.Asked.Should().Be(1);
    }

    [Fact]
    [Attack("JWS-21")]
    public async Task The_set_of_one_party_has_no_key_for_another()
    {
        var source = new CountingSource(SetOf(Signed.Key));
        var token = Signed.Token(payload: Signed.Payload.Replace(Signed.Issuer, "https://other.example", StringComparison.Ordinal));

        (await CodeOf(Keys(source), source, token)).Should().Be(SignatureRefusalCodes.KeyNotFound);
        source.Asked.Should().Be(0);
        (await CodeOf(Keys(source), source)).Should().BeNull();
    }

    [Fact]
    public void Options_refuse_what_makes_no_sense()
    {
        FluentActions.Invoking(() => new JwkSetOptions { Lifetime = TimeSpan.Zero }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new JwkSetOptions { Lifetime = TimeSpan.FromDays(2) }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new JwkSetOptions { CoolDown = TimeSpan.Zero }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new JwkSetOptions { CoolDown = TimeSpan.FromHours(2) }).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static JwkSetKeys Keys(CountingSource source) => new(Address, PartyId.Parse(Signed.Issuer), source, source.Time);

    private static string SetOf(params SigningKey[] keys) =>
        $"{{\"keys\":[{string.Join(',', keys.Select(key => System.Text.Encoding.UTF8.GetString(key.PublicJwk.ToUtf8())))}]}}";

    private static JwtVerifier Verifier(JwkSetKeys keys, CountingSource source) => new(keys, new Signed.Trusting(), VerdictPolicy.Strict, source.Time);

    private static string Fresh(CountingSource source) => Signed.Token(payload: PayloadAt(source));

    private static string PayloadAt(CountingSource source) =>
        Signed.Payload.Replace("1800000300", $"{source.Time.GetUtcNow().ToUnixTimeSeconds() + 300}", StringComparison.Ordinal);

    private static async Task<string?> CodeOf(JwkSetKeys keys, CountingSource source, string? token = null) =>
        (await Verifier(keys, source).VerifyAsync(Signed.Bytes(token ?? Fresh(source)), Signed.Requirements)).Refusal?.Code;
}

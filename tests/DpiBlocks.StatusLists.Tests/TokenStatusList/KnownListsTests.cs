using DpiBlocks.Cryptography;

namespace DpiBlocks.StatusLists.Tests.TokenStatusList;

public sealed class KnownListsTests : IDisposable
{
    private readonly World _world = new();

    [Fact]
    public async Task The_second_credential_of_a_list_costs_neither_a_signature_nor_an_inflation()
    {
        var builder = new StatusListBuilder(1, 1 << 20);
        for (var i = 0; i < 1 << 20; i += 17)
        {
            builder.Set(i, StatusValue.Invalid);
        }

        await _world.PutAsync(builder.Build());
        var counting = new CountingKey(_world.Key.VerificationKey);
        _world.Keys[0] = _world.Keys[0] with { Key = counting };
        var checker = _world.Checker();
        (await _world.VerifyAsync(1, checker: checker)).IsAccepted.Should().BeTrue();
        Bounded.Run(TimeSpan.FromSeconds(1), 32 * 1024, () =>
            _world.VerifyAsync(2, checker: checker).GetAwaiter().GetResult().IsAccepted.Should().BeTrue());
        (await _world.VerifyAsync(17, checker: checker)).Refusal!.Code.Should().Be("status.revoked");
        counting.Count.Should().Be(1);
    }

    [Fact]
    public async Task A_source_that_misstates_the_digest_cannot_keep_a_revoked_list_alive()
    {
        var checker = _world.Checker();
        await _world.PutAsync(World.List());
        var name = _world.Documents.Keys.Single();
        var digest = _world.Documents[name].Source.Content;
        (await _world.VerifyAsync(4, checker: checker)).IsAccepted.Should().BeTrue();

        await _world.PutAsync(World.List(2, (4, 1)));
        _world.Documents[name] = _world.Documents[name] with { Source = _world.Documents[name].Source with { Content = digest } };
        (await _world.VerifyAsync(4, checker: checker)).Refusal!.Code.Should().Be("status.revoked");
    }

    [Fact]
    public async Task The_lists_used_longest_ago_make_room()
    {
        var known = new KnownLists(10_000);
        var lists = new List<KnownList>();
        for (byte i = 0; i < 20; i++)
        {
            var content = _world.SignJwt(World.Payload(lst: $"\"{World.Text(World.List(8, (9, i)))}\"", bits: "8"));
            StatusListToken.TryParseJwt(content, out var token, out _).Should().BeTrue();
            var list = new KnownList(content, Digest.Of(content), token!);
            list.TryDecode(out _, out _).Should().BeTrue();
            lists.Add(list);
            known.Keep(list);
            known.TryGet(lists[0].Digest, out _).Should().BeTrue();
        }

        lists.Count(list => known.TryGet(list.Digest, out _)).Should().BeInRange(2, 8);
        known.TryGet(lists[^1].Digest, out _).Should().BeTrue();
        known.TryGet(lists[1].Digest, out _).Should().BeFalse();
        await Task.CompletedTask;
    }

    [Fact]
    public void A_list_that_is_larger_than_all_the_room_drives_no_other_out()
    {
        var (small, large) = (Made(World.List(1)), Made(World.List(8, [.. Enumerable.Range(0, 1024).Select(i => ((long)i, (byte)(i * i)))])));
        var known = new KnownLists(large.Bytes - 1);
        known.Keep(small);
        known.Keep(large);
        known.TryGet(large.Digest, out _).Should().BeFalse();
        known.TryGet(small.Digest, out _).Should().BeTrue();

        known = new KnownLists(large.Bytes);
        known.Keep(large);
        known.TryGet(large.Digest, out _).Should().BeTrue();

        KnownList Made(StatusList list)
        {
            var content = _world.SignJwt(World.Payload(lst: $"\"{World.Text(list)}\"", bits: $"{list.Bits}"));
            StatusListToken.TryParseJwt(content, out var token, out _).Should().BeTrue();
            return new KnownList(content, Digest.Of(content), token!);
        }
    }

    [Fact]
    public void To_keep_one_more_of_many_lists_costs_no_look_at_all_of_them()
    {
        const int Count = 40_000;
        var content = _world.SignJwt(World.Payload());
        StatusListToken.TryParseJwt(content, out var token, out _).Should().BeTrue();
        var lists = Enumerable.Range(0, Count).Select(i => new KnownList(content, Digest.Of(BitConverter.GetBytes(i)), token!)).ToArray();
        var known = new KnownLists(lists[0].Bytes * (Count / 2));
        Bounded.Run(TimeSpan.FromSeconds(1), 64 * 1024 * 1024, () => Array.ForEach(lists, known.Keep));
        lists.Count(list => known.TryGet(list.Digest, out _)).Should().Be(Count / 2);
        known.TryGet(lists[^1].Digest, out _).Should().BeTrue();
        known.TryGet(lists[0].Digest, out _).Should().BeFalse();
    }

    [Fact]
    public async Task Without_room_everything_still_works()
    {
        _world.Options.CacheBytes = 0;
        await _world.PutAsync(World.List());
        var checker = _world.Checker();
        (await _world.VerifyAsync(4, checker: checker)).IsAccepted.Should().BeTrue();
        (await _world.VerifyAsync(4, checker: checker)).IsAccepted.Should().BeTrue();
    }

    public void Dispose() => _world.Dispose();

    private sealed class CountingKey(VerificationKey key) : VerificationKey(key.Thumbprint, key.Algorithms)
    {
        public int Count { get; private set; }

        protected override bool VerifyCore(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            Count++;
            return key.Verify(algorithm, data, signature);
        }
    }
}

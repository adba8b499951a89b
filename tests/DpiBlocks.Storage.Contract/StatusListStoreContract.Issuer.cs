using DpiBlocks.StatusLists;

namespace DpiBlocks.Storage.Contract;

/// <content>The rules of <see cref="StatusListIssuer"/>, which hold on every database.</content>
public abstract partial class StatusListStoreContract
{
    private StatusListIssuer Issuer => new(Store);

    [Fact]
    public async Task A_place_is_given_out_as_a_reference_that_can_be_issued()
    {
        (await Issuer.CreateAsync(Samples.Tenant, Samples.List(), cancellationToken: Cancel)).Should().BeNull();
        var reference = await Issuer.AllocateAsync(Samples.Tenant, Samples.Address, Cancel);
        reference.Should().BeEquivalentTo(new { Mechanism = "status_list", List = Samples.Address });
        reference!.Index.Should().BeInRange(0, 1023);
        (await Issuer.TakeAsync(Samples.Tenant, Samples.Address, reference.Index, cancellationToken: Cancel))!.Code.Should().Be("status.index_taken");
        (await Issuer.AllocateAsync(Samples.OtherTenant, Samples.Address, Cancel)).Should().BeNull();
        (await Issuer.CreateAsync(Samples.Tenant, Samples.List(), cancellationToken: Cancel))!.Code.Should().Be("status.list_exists");
    }

    [Fact]
    public async Task A_list_that_is_full_gives_out_nothing()
    {
        await Issuer.CreateAsync(Samples.Tenant, Samples.List(), cancellationToken: Cancel);
        (await Issuer.SetAsync(Samples.Tenant, Samples.Address, [.. Enumerable.Range(0, 1023).Select(i => (long)i)], StatusValue.Valid, cancellationToken: Cancel)).Should().BeNull();
        (await Issuer.AllocateAsync(Samples.Tenant, Samples.Address, Cancel))!.Index.Should().Be(1023);
        (await Issuer.AllocateAsync(Samples.Tenant, Samples.Address, Cancel)).Should().BeNull();
    }

    [Fact]
    [Attack("STL-16")]
    public async Task What_is_revoked_stays_revoked_and_what_is_suspended_may_become_valid_again()
    {
        await Issuer.CreateAsync(Samples.Tenant, Samples.List(), cancellationToken: Cancel);
        (await SetAsync(3, StatusValue.Suspended)).Should().BeNull();
        (await SetAsync(3, StatusValue.Valid)).Should().BeNull();
        (await SetAsync(3, StatusValue.Suspended)).Should().BeNull();
        (await SetAsync(3, StatusValue.Invalid)).Should().BeNull();
        (await SetAsync(3, StatusValue.Invalid)).Should().BeNull("to say it twice is no error");
        (await SetAsync(3, StatusValue.Valid)).Should().Be("status.transition_forbidden");
        (await SetAsync(3, StatusValue.Suspended)).Should().Be("status.transition_forbidden");
        NotValid(await Store.ReadAsync(Samples.Shard, Cancel)).Should().Equal((3L, StatusValue.Invalid));
    }

    [Fact]
    [Attack("STL-16")]
    public async Task In_a_list_that_says_so_what_is_revoked_may_become_valid_again()
    {
        await Issuer.CreateAsync(Samples.Tenant, Samples.List(permanent: false), cancellationToken: Cancel);
        (await SetAsync(3, StatusValue.Invalid)).Should().BeNull();
        (await SetAsync(3, StatusValue.Valid)).Should().BeNull();
    }

    [Fact]
    [Attack("STL-16")]
    public async Task Of_one_who_revokes_and_many_who_lift_a_suspension_at_once_revocation_is_never_undone()
    {
        await Issuer.CreateAsync(Samples.Tenant, Samples.List(), cancellationToken: Cancel);
        for (var round = 0; round < 20; round++)
        {
            await SetAsync(round, StatusValue.Suspended);
            var index = round;
            await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => SetAsync(index, i == 3 ? StatusValue.Invalid : StatusValue.Valid), Cancel)));
        }

        NotValid(await Store.ReadAsync(Samples.Shard, Cancel)).Should().Equal(Enumerable.Range(0, 20).Select(i => ((long)i, StatusValue.Invalid)));
    }

    [Theory]
    [InlineData(-1, 1, "status.index_out_of_range")]
    [InlineData(1024, 1, "status.index_out_of_range")]
    [InlineData(long.MaxValue, 1, "status.index_out_of_range")]
    [InlineData(0, 4, "status.value_too_wide")]
    [InlineData(0, 3, null)]
    [Attack("STL-01")]
    public async Task What_the_list_cannot_hold_is_not_set(long index, byte value, string? code)
    {
        await Issuer.CreateAsync(Samples.Tenant, Samples.List(), cancellationToken: Cancel);
        (await SetAsync(index, new StatusValue(value))).Should().Be(code);
    }

    [Fact]
    public async Task A_value_without_a_meaning_is_not_set()
    {
        await Issuer.CreateAsync(Samples.Tenant, Samples.List(bits: 8), cancellationToken: Cancel);
        (await SetAsync(0, new StatusValue(4))).Should().Be("status.unregistered");
        (await SetAsync(0, new StatusValue(12))).Should().BeNull();
    }

    [Fact]
    public async Task What_does_not_exist_is_neither_taken_nor_set()
    {
        (await SetAsync(0, StatusValue.Invalid)).Should().Be("status.list_not_found");
        (await Issuer.TakeAsync(Samples.Tenant, Samples.Address, 0, cancellationToken: Cancel))!.Code.Should().Be("status.list_not_found");
        await Issuer.CreateAsync(Samples.Tenant, Samples.List(), cancellationToken: Cancel);
        (await Issuer.TakeAsync(Samples.Tenant, Samples.Address, 1024, cancellationToken: Cancel))!.Code.Should().Be("status.index_out_of_range");
    }

    [Fact]
    public async Task The_same_mark_on_other_content_is_told_apart()
    {
        await Issuer.CreateAsync(Samples.Tenant, Samples.List(), cancellationToken: Cancel);
        var effects = new Effects { Once = Samples.Once() };
        (await SetAsync(0, StatusValue.Invalid, effects)).Should().BeNull();
        (await SetAsync(0, StatusValue.Invalid, effects)).Should().BeNull();
        (await SetAsync(1, StatusValue.Invalid, effects with { Once = Samples.Once(content: "other") })).Should().Be("status.conflict");
    }

    [Fact]
    [Attack("STL-14")]
    public async Task Decoys_hide_how_many_are_revoked()
    {
        // Whoever wants to hide the number of revocations revokes places that nobody has, drawn like any other.
        await Issuer.CreateAsync(Samples.Tenant, Samples.List(), cancellationToken: Cancel);
        for (var i = 0; i < 30; i++)
        {
            var decoy = await Issuer.AllocateAsync(Samples.Tenant, Samples.Address, Cancel);
            (await SetAsync(decoy!.Index, StatusValue.Invalid)).Should().BeNull();
        }

        var issued = await Issuer.AllocateAsync(Samples.Tenant, Samples.Address, Cancel);
        (await Store.ReadAsync(Samples.Shard, [issued!.Index], Cancel)).Should().Equal(StatusValue.Valid);
        NotValid(await Store.ReadAsync(Samples.Shard, Cancel)).Should().HaveCount(30);
    }

    private async Task<string?> SetAsync(long index, StatusValue value, Effects? effects = null) =>
        (await Issuer.SetAsync(Samples.Tenant, Samples.Address, index, value, effects, Cancel))?.Code;
}

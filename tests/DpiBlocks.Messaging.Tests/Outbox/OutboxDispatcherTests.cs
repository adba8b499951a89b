namespace DpiBlocks.Messaging.Tests.Outbox;

public sealed class OutboxDispatcherTests
{
    private readonly World _world = new();

    [Fact]
    public async Task Messages_of_a_shard_arrive_in_their_order_and_are_forgotten()
    {
        _world.Put("ada", [.. Enumerable.Range(1, 40).Select(i => $"{i}")]);
        var transport = new RecordingTransport();
        await World.DrainAsync(_world.Dispatcher(transport));
        transport.Texts.Should().Equal(Enumerable.Range(1, 40).Select(i => $"{i}"));
        _world.Outbox.Pending.Should().Be(0);
    }

    [Fact]
    public async Task A_message_that_fails_holds_back_the_later_ones_of_its_shard_and_nobody_else()
    {
        _world.Put("ada", "a1", "a2", "a3");
        _world.Put("ben", "b1", "b2");
        var away = true;
        var transport = new RecordingTransport(text => away && text == "a2" ? Delivery.Later(World.Away) : Delivery.Delivered);
        var dispatcher = _world.Dispatcher(transport);
        await World.DrainAsync(dispatcher);
        transport.Texts.Should().BeEquivalentTo("a1", "a2", "b1", "b2");

        away = false;
        await World.DrainAsync(dispatcher);
        transport.Texts.Should().HaveCount(4, "its time has not come");
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await World.DrainAsync(dispatcher);
        transport.Texts.Where(text => text[0] == 'a').Should().Equal("a1", "a2", "a2", "a3");
    }

    [Fact]
    public async Task Waits_double_from_failure_to_failure_up_to_the_longest_and_half_of_each_is_chance()
    {
        (_world.Options.FirstDelay, _world.Options.MaxDelay) = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(100));
        _world.Put("ada", "1");
        var dispatcher = _world.Dispatcher(new RecordingTransport(_ => Delivery.Later(World.Away)));
        foreach (var whole in new[] { 10, 20, 40, 80 })
        {
            await dispatcher.DispatchAsync(World.Cancel);
            var wait = _world.Outbox.DueAtOf(World.Shard("ada"))!.Value - _world.Time.GetUtcNow();
            wait.TotalSeconds.Should().BeInRange(whole / 2.0, whole);
            _world.Time.Advance(wait);
        }

        RetryDelay.After(5, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(100)).TotalSeconds.Should().BeInRange(50, 100);
        RetryDelay.After(int.MaxValue, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(100)).TotalSeconds.Should().BeInRange(50, 100);
        Enumerable.Range(0, 50).Select(_ => RetryDelay.After(1, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(100))).Distinct().Should().HaveCountGreaterThan(25);
    }

    [Fact]
    public async Task A_receiver_that_wants_to_be_left_alone_is_within_bounds()
    {
        (_world.Options.FirstDelay, _world.Options.MaxDelay) = (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        foreach (var (asked, waits) in new[] { (5, 5), (100_000, 600) })
        {
            var person = $"person-{asked}";
            _world.Put(person, "1");
            await _world.Dispatcher(new RecordingTransport(_ => Delivery.Later(World.Away, TimeSpan.FromMinutes(asked / 60.0)))).DispatchAsync(World.Cancel);
            (_world.Outbox.DueAtOf(World.Shard(person)) - _world.Time.GetUtcNow()).Should().Be(TimeSpan.FromSeconds(waits));
        }
    }

    [Fact]
    public async Task A_message_is_tried_until_its_deadline_and_then_the_later_ones_go_on()
    {
        (_world.Options.Deadline, _world.Options.MaxDelay) = (TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));
        _world.Put("ada", "bad", "good");
        var transport = new RecordingTransport(text => text == "bad" ? Delivery.Later(World.Away) : Delivery.Delivered);
        var dispatcher = _world.Dispatcher(transport);
        while (_world.Time.GetUtcNow() < World.Now + TimeSpan.FromMinutes(59))
        {
            await World.DrainAsync(dispatcher);
            _world.Time.Advance(TimeSpan.FromSeconds(30));
        }

        _world.Outbox.Dead.Should().BeEmpty();
        _world.Outbox.AttemptsOf(World.Shard("ada")).Should().BeGreaterThan(10);
        transport.Texts.Should().NotContain("good");

        _world.Time.Advance(TimeSpan.FromMinutes(10));
        await World.DrainAsync(dispatcher);
        var (_, reason) = _world.Outbox.Dead.Should().ContainSingle().Subject;
        reason.Code.Should().Be(MessagingRefusalCodes.Deadline);
        reason.Message.Should().Contain(MessagingRefusalCodes.Busy);
        transport.Texts.Should().EndWith("good");
    }

    [Fact]
    public async Task What_the_receiver_refuses_is_not_tried_again()
    {
        _world.Put("ada", "bad", "good");
        var transport = new RecordingTransport(text => text == "bad" ? Delivery.Rejected(new Refusal(MessagingRefusalCodes.Rejected, "No.")) : Delivery.Delivered);
        await World.DrainAsync(_world.Dispatcher(transport));
        transport.Texts.Should().Equal("bad", "good");
        _world.Outbox.Dead.Should().ContainSingle().Which.Reason.Code.Should().Be(MessagingRefusalCodes.Rejected);
    }

    [Fact]
    public async Task Whatever_a_transport_throws_stops_no_other_message()
    {
        _world.Put("ada", "1");
        _world.Put("ben", "2");
        var transport = new RecordingTransport(text => text == "1" ? throw new InvalidOperationException("poison") : Delivery.Delivered);
        await World.DrainAsync(_world.Dispatcher(transport));
        _world.Outbox.Pending.Should().Be(1);
        _world.Outbox.AttemptsOf(World.Shard("ada")).Should().Be(1);
        _world.Outbox.Failures.Should().Equal(MessagingRefusalCodes.Failed);
        _world.Outbox.Dead.Should().BeEmpty();
    }

    [Fact]
    public async Task Where_no_transport_knows_the_way_the_message_waits_for_one()
    {
        _world.Outbox.Add(World.Message("ada", "1", "unheard:of"));
        _world.Options.Deadline = TimeSpan.FromMinutes(1);
        var dispatcher = _world.Dispatcher(new RecordingTransport());
        await World.DrainAsync(dispatcher);
        _world.Outbox.Pending.Should().Be(1);
        _world.Time.Advance(TimeSpan.FromMinutes(2));
        await World.DrainAsync(dispatcher);
        _world.Outbox.Dead.Should().ContainSingle().Which.Reason.Message.Should().Contain(MessagingRefusalCodes.NoTransport);
    }

    [Fact]
    public async Task A_transport_that_never_answers_is_given_up_after_its_time()
    {
        _world.Put("ada", "1");
        var transport = new RecordingTransport(async (_, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return Delivery.Delivered;
        });
        var pass = _world.Dispatcher(transport).DispatchAsync(World.Cancel).AsTask();
        while (transport.Messages.Count == 0)
        {
            await Task.Yield();
        }

        _world.Time.Advance(_world.Options.SendTimeout);
        await pass;
        _world.Outbox.Failures.Should().Equal(MessagingRefusalCodes.NotAcknowledged);
        _world.Outbox.Pending.Should().Be(1);
    }

    [Fact]
    public async Task Several_dispatchers_neither_double_nor_reorder()
    {
        for (var i = 0; i < 20; i++)
        {
            _world.Put($"person-{i}", [.. Enumerable.Range(1, 30).Select(n => $"{i}/{n}")]);
        }

        var transport = new RecordingTransport(async (_, _) =>
        {
            await Task.Yield();
            return Delivery.Delivered;
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => World.DrainAsync(_world.Dispatcher(transport)), World.Cancel)));
        await World.DrainAsync(_world.Dispatcher(transport));
        transport.Messages.Should().HaveCount(600);
        foreach (var shard in transport.Texts.GroupBy(text => text.Split('/')[0]))
        {
            shard.Select(text => text.Split('/')[1]).Should().Equal(Enumerable.Range(1, 30).Select(n => $"{n}"));
        }
    }

    [Fact]
    public async Task What_a_dead_dispatcher_had_leased_is_sent_by_another_when_the_lease_has_ended()
    {
        _world.Put("ada", "1");
        var lease = (await _world.Outbox.LeaseAsync(1, 1, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), World.Cancel)).Single();
        var transport = new RecordingTransport();
        var dispatcher = _world.Dispatcher(transport);
        (await dispatcher.DispatchAsync(World.Cancel)).Should().Be(0);
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        (await dispatcher.DispatchAsync(World.Cancel)).Should().Be(1);
        transport.Texts.Should().Equal("1");
        (await _world.Outbox.SettleAsync(lease, new OutboxProgress(1), World.Cancel)).Should().BeFalse("the lease was lost");
    }

    [Fact]
    public async Task A_destination_that_does_not_answer_is_tried_by_one_message_at_a_time_and_costs_the_others_nothing()
    {
        _world.Options.Concurrency = 1;
        for (var i = 0; i < 50; i++)
        {
            _world.Outbox.Add(World.Message($"person-{i}", "out", "test://out.example/hook"));
        }

        _world.Outbox.Add(World.Message("ada", "up", "test://up.example/hook"));
        var away = true;
        var transport = new RecordingTransport(text => away && text == "out" ? Delivery.Later(World.Away) : Delivery.Delivered);
        var dispatcher = _world.Dispatcher(transport);
        await World.DrainAsync(dispatcher);
        transport.Texts.Count(text => text == "out").Should().Be(5);
        transport.Texts.Should().Contain("up");
        Enumerable.Range(0, 50).Sum(i => _world.Outbox.AttemptsOf(World.Shard($"person-{i}"))).Should().Be(5, "waiting is no failure");

        _world.Time.Advance(TimeSpan.FromMinutes(2));
        await World.DrainAsync(dispatcher);
        transport.Texts.Count(text => text == "out").Should().Be(6);

        away = false;
        for (var i = 0; i < 10; i++)
        {
            _world.Time.Advance(TimeSpan.FromMinutes(2));
            await World.DrainAsync(dispatcher);
        }

        _world.Outbox.Pending.Should().Be(0);
    }

    [Fact]
    public async Task One_bad_message_does_not_close_its_destination()
    {
        _world.Put("ada", "bad");
        var transport = new RecordingTransport(text => text == "bad" ? Delivery.Later(World.Away) : Delivery.Delivered);
        var dispatcher = _world.Dispatcher(transport);
        for (var i = 0; i < 20; i++)
        {
            await World.DrainAsync(dispatcher);
            _world.Time.Advance(TimeSpan.FromHours(1));
        }

        transport.Messages.Should().HaveCount(20);
        _world.Put("ben", "good");
        await World.DrainAsync(dispatcher);
        transport.Texts.Should().Contain("good");
    }

    [Fact]
    public async Task A_message_to_a_destination_that_stays_out_dies_at_its_deadline()
    {
        _world.Options.Deadline = TimeSpan.FromMinutes(30);
        for (var i = 0; i < 50; i++)
        {
            _world.Put($"person-{i}", "out");
        }

        var dispatcher = _world.Dispatcher(new RecordingTransport(_ => Delivery.Later(World.Away)));
        for (var i = 0; i < 28; i++)
        {
            await World.DrainAsync(dispatcher);
            _world.Time.Advance(TimeSpan.FromMinutes(1));
        }

        _world.Outbox.Dead.Should().BeEmpty();
        for (var i = 0; i < 5; i++)
        {
            _world.Time.Advance(TimeSpan.FromMinutes(2));
            await World.DrainAsync(dispatcher);
        }

        _world.Outbox.Dead.Should().HaveCount(50).And.OnlyContain(letter => letter.Reason.Code == MessagingRefusalCodes.Deadline);
    }

    [Fact]
    public async Task The_order_has_a_name_that_differs_from_destination_to_destination_and_tells_nothing()
    {
        _world.Outbox.Add(World.Message("ada", "1", "test://one.example/hook"));
        _world.Outbox.Add(World.Message("ada", "2", "test://one.example/hook"));
        _world.Outbox.Add(World.Message("ada", "3", "test://two.example/hook"));
        _world.Outbox.Add(World.Message("ben", "4", "test://one.example/hook"));
        var transport = new RecordingTransport();
        await World.DrainAsync(_world.Dispatcher(transport));
        var orders = transport.Messages.OrderBy(message => message.Content.Span[0]).Select(message => message.Order).ToList();
        orders[0].Should().Be(orders[1]).And.HaveLength(22);
        orders.Distinct().Should().HaveCount(3);
        orders[0].Should().NotBe(System.Buffers.Text.Base64Url.EncodeToString(World.Shard("ada").ToByteArray()));
    }

    [Theory]
    [InlineData("a key of at least 32 bytes, shared!", "a key of at least 32 bytes, shared!", true)]
    [InlineData("a key of at least 32 bytes, shared!", "a key of at least 32 bytes, other.!", false)]
    [InlineData("a key of at least 32 bytes, shared!", null, false)]
    [InlineData(null, null, false)]
    public async Task Dispatchers_that_share_a_key_give_an_order_the_same_name(string? one, string? other, bool same)
    {
        _world.Put("ada", "1", "2");
        _world.Options.Batch = 1;
        var transport = new RecordingTransport();
        foreach (var key in new[] { one, other })
        {
            _world.Options.OrderKey = key is null ? default(ReadOnlyMemory<byte>?) : System.Text.Encoding.UTF8.GetBytes(key);
            await _world.Dispatcher(transport).DispatchAsync(World.Cancel);
        }

        transport.Messages.Select(message => message.Order).Distinct().Should().HaveCount(same ? 1 : 2);
        _world.Options.Invoking(options => options.OrderKey = new byte[31]).Should().Throw<ArgumentOutOfRangeException>();
    }
}

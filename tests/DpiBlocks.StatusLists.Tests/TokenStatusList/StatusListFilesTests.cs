using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace DpiBlocks.StatusLists.Tests.TokenStatusList;

public sealed class StatusListFilesTests : IDisposable
{
    private readonly World _world = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dpiblocks-");
    private readonly FakeTimeProvider _time = new(World.Now);

    [Theory]
    [InlineData(StatusListFormat.Jwt, "")]
    [InlineData(StatusListFormat.Jwt, "\r\n")]
    [InlineData(StatusListFormat.Cwt, "")]
    public async Task A_file_is_found_by_the_address_it_gives_itself_and_verified_like_any_other(StatusListFormat format, string end)
    {
        var path = Write("list", [.. await SignAsync(World.List(2, (5, 1)), format), .. Encoding.ASCII.GetBytes(end)]);
        (await JudgeAsync(path, 4)).Grade.Should().Be(Grade.Accepted);
        (await JudgeAsync(path, 5)).Refusal!.Code.Should().Be("status.revoked");
        (await JudgeAsync(_folder.FullName, 4)).Grade.Should().Be(Grade.Accepted);
        _world.Keys.Clear();
        (await JudgeAsync(path, 4)).Grade.Should().Be(Grade.Refused);
    }

    [Fact]
    public async Task A_folder_may_hold_other_things_and_of_two_copies_the_later_issued_counts()
    {
        Write("README.md", "Not a list."u8.ToArray());
        Write("empty", []);
        Write("a-newer.jwt", await SignAsync(World.List(2, (4, 1)), StatusListFormat.Jwt, World.Now.AddMinutes(-1)));
        Write("b-older.jwt", await SignAsync(World.List(), StatusListFormat.Jwt, World.Now.AddMinutes(-2)));
        StatusListFiles.TryOpen(_folder.FullName, _time, out var files, out _).Should().BeTrue();
        files!.Count.Should().Be(1);
        (await JudgeAsync(_folder.FullName, 4)).Refusal!.Code.Should().Be("status.revoked");
        (await JudgeAsync(_folder.FullName, 4, new Uri("https://status.example.gov/lists/2"))).Refusal!.Code.Should().Be("status.unavailable");
    }

    [Fact]
    public async Task The_order_of_the_copies_does_not_matter()
    {
        Write("a-older.jwt", await SignAsync(World.List(), StatusListFormat.Jwt, World.Now.AddMinutes(-2)));
        Write("b-newer.jwt", await SignAsync(World.List(2, (4, 1)), StatusListFormat.Jwt, World.Now.AddMinutes(-1)));
        (await JudgeAsync(_folder.FullName, 4)).Refusal!.Code.Should().Be("status.revoked");
    }

    [Fact]
    public void A_folder_of_too_many_files_is_refused()
    {
        for (var i = 0; i < 10_000; i++)
        {
            Write($"{i}", []);
        }

        StatusListFiles.TryOpen(_folder.FullName, _time, out _, out _).Should().BeTrue();
        Write("one-more", []);
        StatusListFiles.TryOpen(_folder.FullName, _time, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be("status.too_large");
    }

    [Fact]
    public async Task A_list_that_would_end_before_it_is_to_be_fetched_anew_is_not_published()
    {
        Func<TimeSpan, Task> sign = async lifetime => await StatusListToken.SignAsync(
            _world.Key, World.Address, World.List(), World.Now, new StatusListPublication { TimeToLive = TimeSpan.FromHours(1), Lifetime = lifetime }, World.Cancel);
        await sign.Invoking(it => it(TimeSpan.FromHours(1))).Should().NotThrowAsync();
        await sign.Invoking(it => it(TimeSpan.FromMinutes(59))).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    [Attack("STL-03")]
    public async Task Copying_a_file_does_not_make_it_younger()
    {
        var path = Write("list", await SignAsync(World.List(), StatusListFormat.Jwt, World.Now.AddHours(-12)));
        var verdict = await JudgeAsync(path, 4);
        (verdict.Grade, verdict.Refusal!.Code).Should().Be((Grade.Undetermined, "status.stale"));
        verdict.Checks[^1].Source!.ObtainedAt.Should().Be(World.Now.AddHours(-12));
    }

    [Fact]
    public async Task A_list_of_a_certain_age_is_not_found_once_it_is_older()
    {
        StatusListFiles.TryOpen(Write("list", await SignAsync(World.List(), StatusListFormat.Jwt)), _time, out var files, out _).Should().BeTrue();
        _time.Advance(TimeSpan.FromMinutes(10));
        (await files!.FindAsync(World.Address, StatusListMediaTypes.Jwt, TimeSpan.FromMinutes(10), World.Cancel)).Should().NotBeNull();
        (await files.FindAsync(World.Address, StatusListMediaTypes.Jwt, TimeSpan.FromMinutes(9), World.Cancel)).Should().BeNull();
        (await files.FindAsync(World.Address, StatusListMediaTypes.Cwt, null, World.Cancel)).Should().BeNull();
    }

    [Theory]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.e30.AAAA", "jose.typ_mismatch")]
    [InlineData("what is this", "cbor.malformed")]
    public void A_single_file_that_is_no_list_is_refused(string text, string code)
    {
        StatusListFiles.TryOpen(Write("list", Encoding.UTF8.GetBytes(text)), _time, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(code);
    }

    [Fact]
    public void A_file_that_is_not_there_or_too_large_is_refused()
    {
        StatusListFiles.TryOpen(Path.Combine(_folder.FullName, "none"), _time, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be("status.unavailable");
        using (var large = File.Create(Path.Combine(_folder.FullName, "large")))
        {
            large.SetLength(JsonLimits.StatusList.MaxBytes + 1);
        }

        StatusListFiles.TryOpen(Path.Combine(_folder.FullName, "large"), _time, out _, out refusal).Should().BeFalse();
        refusal!.Code.Should().Be("status.too_large");
    }

    public void Dispose()
    {
        _world.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<Verification<object>> JudgeAsync(string path, long index, Uri? address = null)
    {
        StatusListFiles.TryOpen(path, _time, out var files, out var refusal).Should().BeTrue(refusal?.ToString());
        return await _world.VerifyAsync(index, address: address, checker: new TokenStatusListChecker(files!, _world, _world));
    }

    private async Task<byte[]> SignAsync(StatusList list, StatusListFormat format, DateTimeOffset? at = null) =>
        await StatusListToken.SignAsync(_world.Key, World.Address, list, at ?? World.Now, new StatusListPublication { Format = format }, World.Cancel);

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}

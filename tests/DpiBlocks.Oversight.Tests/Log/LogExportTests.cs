using DpiBlocks.Cryptography;

namespace DpiBlocks.Oversight.Tests.Log;

public sealed class LogExportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dpi-log-");
    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    public void Dispose()
    {
        _key.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_log_is_written_as_it_is_published_and_goes_on_as_it_grows()
    {
        var log = MemoryLog.Of(300);
        (await LogExport.WriteAsync(log, await log.SignAsync(_key), _folder.FullName)).Should().BeNull();
        Files().Should().Equal("checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44");
        log.Append(300);
        (await LogExport.WriteAsync(log, await log.SignAsync(_key), _folder.FullName)).Should().BeNull();
        Files().Should().Equal(
            "checkpoint", "tile/0/000", "tile/0/001", "tile/0/001.p/44", "tile/0/002.p/88", "tile/1/000.p/1", "tile/1/000.p/2",
            "tile/entries/000", "tile/entries/001", "tile/entries/001.p/44", "tile/entries/002.p/88");

        var note = await File.ReadAllBytesAsync(Path.Combine(_folder.FullName, FolderTileSource.CheckpointFile));
        var source = new FolderTileSource(_folder.FullName);
        (await new LogAuditor(MemoryLog.VerifierOf(_key)).VerifyAsync(source, note, [])).IsAccepted.Should().BeTrue();

        // The older checkpoint is readable still, from the full tile where its partial one has been removed.
        File.Delete(Path.Combine(_folder.FullName, "tile/0/001.p/44"));
        File.Delete(Path.Combine(_folder.FullName, "tile/entries/001.p/44"));
        (await new LogAuditor(MemoryLog.VerifierOf(_key)).VerifyAsync(source, await MemoryLog.Of(300).SignAsync(_key), [])).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public async Task What_cannot_be_written_whole_gets_no_checkpoint()
    {
        var log = MemoryLog.Of(300);
        log.Tiles.Remove(new Tile(1, 0));
        (await LogExport.WriteAsync(log, await log.SignAsync(_key), _folder.FullName))!.Code.Should().Be(AuditRefusalCodes.TileMissing);
        Files().Should().NotContain("checkpoint");
        (await LogExport.WriteAsync(log, "text"u8.ToArray(), _folder.FullName))!.Code.Should().Be(AuditRefusalCodes.NoteMalformed);
        (await LogExport.WriteAsync(log, "text\n\n— log rwz+eBzmZQ==\n"u8.ToArray(), _folder.FullName))!.Code.Should().Be(AuditRefusalCodes.CheckpointMalformed);
    }

    [Fact]
    [Attack("STO-08")]
    [Attack("STO-09")]
    public async Task What_lies_there_and_is_not_part_of_the_log_is_neither_kept_nor_written_over()
    {
        var log = MemoryLog.Of(300);
        await ExportAsync(log);
        var shown = await File.ReadAllBytesAsync(PathOf("checkpoint"));
        (await ExportAsync(MemoryLog.Of(299)))!.Code.Should().Be(AuditRefusalCodes.Rollback);
        (await ExportAsync(MemoryLog.Of(600, i => $"another {i}")))!.Code.Should().Be(AuditRefusalCodes.Fork);
        (await LogExport.WriteAsync(log, await log.SignAsync(_key, "another"), _folder.FullName))!.Code.Should().Be(AuditRefusalCodes.Fork);
        await File.WriteAllTextAsync(PathOf("checkpoint"), "something");
        (await ExportAsync(log))!.Code.Should().Be(AuditRefusalCodes.Fork);
        await File.WriteAllBytesAsync(PathOf("checkpoint"), shown);

        foreach (var tile in (string[])["tile/entries/000", "tile/0/000", "tile/0/001.p/44"])
        {
            var good = await File.ReadAllBytesAsync(PathOf(tile));
            foreach (var other in (byte[][])[[(byte)(good[0] ^ 1), .. good[1..]], good[..^1], [.. good, 0]])
            {
                await File.WriteAllBytesAsync(PathOf(tile), other);
                (await ExportAsync(log))!.Code.Should().Be(AuditRefusalCodes.Fork);
                (await File.ReadAllBytesAsync(PathOf(tile))).Should().Equal(other);
            }

            await File.WriteAllBytesAsync(PathOf(tile), good);
            (await ExportAsync(log)).Should().BeNull();
        }

        (await File.ReadAllBytesAsync(PathOf("checkpoint"))).Should().Equal(shown);
    }

    private async Task<Refusal?> ExportAsync(MemoryLog log) => await LogExport.WriteAsync(log, await log.SignAsync(_key), _folder.FullName);

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);

    private IEnumerable<string> Files() => _folder.EnumerateFiles("*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(_folder.FullName, file.FullName).Replace('\\', '/')).Order(StringComparer.Ordinal);
}

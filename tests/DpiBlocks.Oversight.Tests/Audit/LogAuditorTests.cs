using System.Buffers.Binary;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Oversight.Tests.Audit;

public sealed class LogAuditorTests : IDisposable
{
    private const int Size = 1_000;

    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(65_536)]
    [InlineData(70_000)]
    public async Task A_log_as_it_was_signed_is_accepted(int size)
    {
        var log = MemoryLog.Of(size);
        var verdict = await AuditAsync(log, await log.SignAsync(_key));
        verdict.Grade.Should().Be(Grade.Accepted);
        verdict.GetValueOrThrow().Checkpoint.Checkpoint.Size.Should().Be(size);
    }

    public static TheoryData<string, int, Action<List<byte[]>>> Edits => new()
    {
        { "edit", 300, entries => entries[300 - 256][3] ^= 1 },
        { "edit of the first", 256, entries => entries[0][0] ^= 1 },
        { "edit of the last", 511, entries => entries[255][0] ^= 1 },
        { "deletion", 300, entries => entries.RemoveAt(300 - 256) },
        { "swap", 300, entries => (entries[300 - 256], entries[310 - 256]) = (entries[310 - 256], entries[300 - 256]) },
        { "insertion", 300, entries => entries.Insert(300 - 256, "inserted"u8.ToArray()) },
        { "doubling", 301, entries => entries.Insert(301 - 256, entries[300 - 256]) },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    [Attack("STO-07")]
    public async Task A_change_of_the_entries_is_found_at_the_first_bad_index(string change, int index, Action<List<byte[]>> edit)
    {
        var log = MemoryLog.Of(Size);
        var checkpoint = await log.SignAsync(_key);
        (await AuditAsync(log, checkpoint)).IsAccepted.Should().BeTrue();
        Edit(log, new Tile(Tile.EntriesLevel, 1), edit);
        Refused(await AuditAsync(log, checkpoint), AuditRefusalCodes.EntryInvalid, index, change);
    }

    // Whoever recomputes the hash of the leaf too is found by the tile above; then nothing vouches for any of its 256 entries.
    [Fact]
    [Attack("STO-07")]
    public async Task A_change_with_recomputed_hashes_is_found_by_the_tile_above()
    {
        var log = MemoryLog.Of(Size);
        var checkpoint = await log.SignAsync(_key);
        var forged = MemoryLog.Of(Size, index => index < 300 ? $"entry {index}" : index == 300 ? "inserted" : $"entry {index - 1}");
        foreach (var level in new[] { 0, Tile.EntriesLevel })
        {
            log.Tiles[new Tile(level, 1)] = forged.Tiles[new Tile(level, 1)];
        }

        Refused(await AuditAsync(log, checkpoint), AuditRefusalCodes.EntryInvalid, 256);

        // And when every hash is recomputed, by the checkpoint; an older one says how far the log is still good.
        var kept = await MemoryLog.Of(299).SignAsync(_key);
        Refused(await AuditAsync(forged, checkpoint), AuditRefusalCodes.EntryInvalid, 0);
        Refused(await AuditAsync(forged, checkpoint, kept), AuditRefusalCodes.EntryInvalid, 299);
        (await AuditAsync(forged, await forged.SignAsync(_key), kept)).IsAccepted.Should().BeTrue();
        (await AuditAsync(forged, await forged.SignAsync(_key), await MemoryLog.Of(301).SignAsync(_key))).Refusal!.Code.Should().Be(AuditRefusalCodes.Fork);
    }

    [Fact]
    [Attack("STO-07")]
    public async Task A_tail_that_was_cut_is_found_by_the_signed_checkpoint()
    {
        var log = MemoryLog.Of(Size);
        var checkpoint = await log.SignAsync(_key);
        Edit(log, new Tile(Tile.EntriesLevel, 3), entries => entries.RemoveRange(900 - 768, 100));
        Refused(await AuditAsync(log, checkpoint), AuditRefusalCodes.TileMissing, 900);
        log.Tiles.Remove(new Tile(Tile.EntriesLevel, 3));
        Refused(await AuditAsync(log, checkpoint), AuditRefusalCodes.TileMissing, 768);

        // With the hashes cut as well, or the whole log replaced by its older self.
        log.Tiles[new Tile(0, 3)] = log.Tiles[new Tile(0, 3)][..^32];
        Refused(await AuditAsync(log, checkpoint), AuditRefusalCodes.TileMissing, 768);
        Refused(await AuditAsync(MemoryLog.Of(900), checkpoint), AuditRefusalCodes.TileMissing, 768);
    }

    [Fact]
    [Attack("STO-08")]
    public async Task A_log_that_was_turned_back_with_its_old_checkpoint_is_found_by_one_that_was_kept()
    {
        var snapshot = MemoryLog.Of(900);
        var old = await snapshot.SignAsync(_key);
        (await AuditAsync(snapshot, old)).IsAccepted.Should().BeTrue();      // by itself it is whole
        (await AuditAsync(snapshot, old, await MemoryLog.Of(Size).SignAsync(_key))).Refusal!.Code.Should().Be("audit.rollback");
    }

    [Fact]
    [Attack("STO-09")]
    public async Task Two_checkpoints_of_one_size_are_a_fork()
    {
        var (log, other) = (MemoryLog.Of(Size), MemoryLog.Of(Size, index => $"other {index}"));
        (await AuditAsync(log, await log.SignAsync(_key), await other.SignAsync(_key))).Refusal!.Code.Should().Be("audit.fork");
        (await AuditAsync(log, await log.SignAsync(_key), await log.SignAsync(_key))).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public async Task A_missing_tile_of_hashes_is_found()
    {
        var log = MemoryLog.Of(70_000);
        var checkpoint = await log.SignAsync(_key);
        log.Tiles.Remove(new Tile(0, 100));
        Refused(await AuditAsync(log, checkpoint), AuditRefusalCodes.TileMissing, 25_600);
        log.Tiles[new Tile(0, 100)] = new byte[100];
        Refused(await AuditAsync(log, checkpoint), AuditRefusalCodes.TileMissing, 25_600);
        log.Tiles[new Tile(1, 0)][0] ^= 1;
        Refused(await AuditAsync(log, checkpoint), AuditRefusalCodes.EntryInvalid, 0);
        log.Tiles.Remove(new Tile(2, 0));
        Refused(await AuditAsync(log, checkpoint), AuditRefusalCodes.TileMissing, 0);
    }

    [Fact]
    public async Task A_checkpoint_that_is_not_signed_is_not_gone_into()
    {
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var log = MemoryLog.Of(5);
        (await AuditAsync(log, await log.SignAsync(stranger))).Refusal!.Code.Should().Be(AuditRefusalCodes.SignatureMissing);
        (await AuditAsync(log, await log.SignAsync(_key), await log.SignAsync(stranger))).Refusal!.Code.Should().Be(AuditRefusalCodes.SignatureMissing);
        log.Reads.Should().Be(0);
    }

    private static void Refused(Verification<AuditedLog> verdict, string code, int index, string because = "")
    {
        verdict.IsAccepted.Should().BeFalse(because);
        (verdict.Refusal!.Code, verdict.Refusal.Location).Should().Be((code, $"{index}"), because);
    }

    private static void Edit(MemoryLog log, Tile tile, Action<List<byte[]>> edit)
    {
        var entries = new List<byte[]>();
        for (var rest = log.Tiles[tile].AsSpan(); rest.Length > 0;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            entries.Add(rest.Slice(2, length).ToArray());
            rest = rest[(2 + length)..];
        }

        edit(entries);
        log.Tiles[tile] = [.. entries.SelectMany(entry => new byte[] { (byte)(entry.Length >> 8), (byte)entry.Length }.Concat(entry))];
    }

    private async Task<Verification<AuditedLog>> AuditAsync(MemoryLog log, ReadOnlyMemory<byte> checkpoint, params ReadOnlyMemory<byte>[] earlier) =>
        await new LogAuditor(MemoryLog.VerifierOf(_key)).VerifyAsync(log, checkpoint, [.. earlier]);
}

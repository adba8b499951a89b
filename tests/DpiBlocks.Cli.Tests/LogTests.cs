using DpiBlocks.Cryptography;
using DpiBlocks.Oversight;
using DpiBlocks.Storage.Sqlite;

namespace DpiBlocks.Cli.Tests;

/// <summary>A log in a store, taken out of it with the tool and verified by somebody who has nothing but the files and the key.</summary>
public sealed class LogTests : IDisposable
{
    private static readonly LogName Name = new(TenantId.Parse("dpi"), "log.example.gov/audit");

    private readonly Dpi _dpi = new();
    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly List<AuditEntry> _entries = [];

    public void Dispose()
    {
        _key.Dispose();
        _dpi.Dispose();
    }

    private string Key => NoteKey.Create(Name.Origin, _key.VerificationKey, NoteSignatureKind.Ed25519).ToString();

    [Fact]
    public async Task A_log_is_exported_verified_and_proved()
    {
        await GrowAsync(300);
        Export().Should().Be("Exported to log.");
        File.Copy(_dpi.PathOf("log/checkpoint"), _dpi.PathOf("kept"));
        await GrowAsync(100);
        Export();
        _dpi.Do("log", "verify", "log", "--key", Key, "--earlier", "kept").Trim()
            .Should().Be("Every one of the 400 entries is the one that was signed. No witness was demanded.");

        _dpi.Do("log", "prove", "log", "--index", "7", "--out", "seven.tlog-proof");
        var entry = File.ReadAllBytes(_dpi.PathOf("log/tile/entries/000"))[(7 * 34 + 2)..(8 * 34)];
        _dpi.Do("log", "verify", "seven.tlog-proof", "--key", Key, "--entry", StrictBase64Url.Encode(entry)).Trim()
            .Should().Be("The entry is number 7 of the log's 400. No witness was demanded.");
        _entries.Select(sealedEntry => sealedEntry.Commitment).Should().Contain(new Digest(entry));

        AddCheckpointRequest.TryParse(System.Text.Encoding.UTF8.GetBytes(_dpi.Do("log", "prove", "log", "--from", "300").TrimEnd('\n') + "\n"), out var growth, out _).Should().BeTrue();
        growth!.OldSize.Should().Be(300);
        growth.Path.Should().NotBeEmpty();
    }

    [Fact]
    [Attack("STO-07")]
    [Attack("STO-08")]
    public async Task A_log_that_was_changed_or_turned_back_is_refused_with_the_place()
    {
        await GrowAsync(300);
        Export();
        _dpi.Do("log", "verify", "log", "--key", Key);
        var entries = _dpi.PathOf("log/tile/entries/001.p/44");
        var good = File.ReadAllBytes(entries);
        File.WriteAllBytes(entries, [.. good[..100], (byte)(good[100] ^ 1), .. good[101..]]);
        Refused("audit.entry_invalid at 258", "log", "verify", "log", "--key", Key);
        File.WriteAllBytes(entries, good[..^1]);
        Refused("audit.tile_missing at 299", "log", "verify", "log", "--key", Key);
        File.WriteAllBytes(entries, good);
        _dpi.Do("log", "verify", "log", "--key", Key);

        Directory.Move(_dpi.PathOf("log"), _dpi.PathOf("old"));
        await GrowAsync(1);
        Export();
        Refused("audit.rollback", "log", "verify", "old", "--key", Key, "--earlier", "log/checkpoint");
        _dpi.Do("log", "verify", "log", "--key", Key, "--earlier", "old/checkpoint");
    }

    [Fact]
    public async Task What_is_demanded_and_not_there_is_refused_in_one_line()
    {
        await GrowAsync(3);
        Export();
        using var other = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var stranger = NoteKey.Create(Name.Origin, other.VerificationKey, NoteSignatureKind.Ed25519).ToString();
        var witness = NoteKey.Create("w", other.VerificationKey, NoteSignatureKind.CosignatureV1).ToString();
        Refused("audit.signature_missing", "log", "verify", "log", "--key", stranger);
        Refused("audit.witnesses_missing", "log", "verify", "log", "--key", Key, "--witness", witness);
        Refused("audit.origin_unknown", "log", "verify", "log", "--key", Key, "--origin", "other");
        Refused("audit.origin_unknown", "log", "export", "--store", "dpi.db", "--tenant", "dpi", "--origin", "other", "--out", "other");
        Unusable("log", "verify", "log", "--key", "nonsense");
        Unusable("log", "verify", "log", "--key", Key, "--witness", witness, "--witnesses", "2");
        Unusable("log", "verify", "nowhere", "--key", Key, "--entry", "AA");
        Unusable("log", "verify", "log/checkpoint", "--key", Key);
        Unusable("log", "verify", "log", "--key", Key, "--entry", "AAAA");
        Unusable("log", "verify", "log/checkpoint", "--key", Key, "--entry", "AAAA", "--earlier", "log/checkpoint");
        Unusable("log", "verify", "log", "--key", Key, "--witness", witness, "--witnesses", "-1");
        Unusable("log", "prove", "log");
        Unusable("log", "prove", "log", "--index", "3");
        Unusable("log", "prove", "log", "--index", "0", "--from", "1");
        Unusable("log", "prove", "log", "--from", "3");
        Unusable("log", "export", "--store", "none.db", "--tenant", "dpi", "--origin", "o", "--out", "x");
        Refused("audit.proof_malformed", "log", "verify", "log/checkpoint", "--key", Key, "--entry", "AAAA");
        File.Delete(_dpi.PathOf("log/tile/0/000.p/3"));
        Refused("audit.tile_missing", "log", "prove", "log", "--index", "0");
    }

    [Fact]
    public async Task What_lies_in_the_folder_and_is_of_another_log_is_neither_kept_nor_written_over()
    {
        await GrowAsync(3);
        Export();
        var tile = _dpi.PathOf("log/tile/0/000.p/3");
        var other = File.ReadAllBytes(tile);
        other[0] ^= 1;
        File.WriteAllBytes(tile, other);
        Refused("audit.fork", "log", "export", "--store", "dpi.db", "--tenant", "dpi", "--origin", Name.Origin, "--out", "log");
        File.ReadAllBytes(tile).Should().Equal(other);
    }

    [Fact]
    public void Help_shows_no_default_where_there_is_none() => _dpi.Do("log", "verify", "--help").Should().Contain("--witnesses").And.NotContain("default");

    private string Export() => _dpi.Do("log", "export", "--store", "dpi.db", "--tenant", "dpi", "--origin", Name.Origin, "--out", "log").Trim();

    private void Refused(string code, params string[] arguments)
    {
        var result = _dpi.Run(arguments);
        result.ExitCode.Should().Be(1);
        result.Error.Should().EndWith($"({code})\n");
        result.Error.Trim().Should().NotContain("\n");
    }

    private void Unusable(params string[] arguments)
    {
        var result = _dpi.Run(arguments);
        result.ExitCode.Should().Be(2, result.Output);
        result.Error.Trim().Should().StartWith("dpi: ").And.NotContain("\n");
    }

    private async Task GrowAsync(int count)
    {
        using var database = SqliteDatabase.Open(_dpi.PathOf("dpi.db"), TimeProvider.System);
        var (journal, log) = (new SqliteJournalStore(database), new SqliteLogStore(database));
        for (var i = 0; i < count; i += 100)
        {
            var shard = ShardKey.Of(Name.Tenant, SubjectId.Parse($"p-{i}"));
            var entries = Enumerable.Range(0, Math.Min(100, count - i))
                .Select(_ => AuditCommitment.Commit(new AuditEvent { Shard = shard, Action = "a", Outcome = "accepted", At = TimeProvider.System.GetUtcNow() })).ToList();
            _entries.AddRange(entries);
            await journal.CommitAsync(shard, new Effects { Audit = [.. entries] });
        }

        var publisher = new CheckpointPublisher(Name, log, new CheckpointSigner(Name.Origin, _key, TimeProvider.System), [], TimeSpan.FromSeconds(1), TimeProvider.System);
        (await new LogSequencer(Name, new SqliteStagedEffects(database), journal, log, publisher).RunAsync()).Refusal.Should().BeNull();
    }
}

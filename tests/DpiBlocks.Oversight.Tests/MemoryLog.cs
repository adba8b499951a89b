using DpiBlocks.Cryptography;

namespace DpiBlocks.Oversight.Tests;

/// <summary>A log in memory, in pieces as they are published; what is done to a piece is done as whoever holds the disk would do it.</summary>
internal sealed class MemoryLog : ITileSource
{
    public const string Origin = "log.example.gov/audit";

    public static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private LogEdge _edge = new();

    public Dictionary<Tile, byte[]> Tiles { get; } = [];

    public List<byte[]> Entries { get; } = [];

    public int Reads { get; private set; }

    public long Size => _edge.Size;

    public Digest Root => RootOf([.. Entries.Select(entry => MerkleTree.HashLeaf(entry))]);

    public static MemoryLog Of(int size, Func<int, string>? entry = null)
    {
        var log = new MemoryLog();
        log.Append(size, entry);
        return log;
    }

    // RFC 9162, 2.1.1, word for word.
    public static Digest RootOf(ReadOnlySpan<Digest> leaves)
    {
        if (leaves.Length < 2)
        {
            return leaves.IsEmpty ? MerkleTree.EmptyRoot : leaves[0];
        }

        var k = 1;
        while (k * 2 < leaves.Length)
        {
            k *= 2;
        }

        return MerkleTree.HashChildren(RootOf(leaves[..k]), RootOf(leaves[k..]));
    }

    public static FakeTimeProvider Clock() => new(Now);

    public void Append(int count, Func<int, string>? entry = null)
    {
        for (var i = 0; i < count; i++)
        {
            Add(System.Text.Encoding.UTF8.GetBytes(entry is null ? $"entry {Entries.Count}" : entry(Entries.Count)));
        }

        Write();
    }

    public void AppendEntry(byte[] entry)
    {
        Add(entry);
        Write();
    }

    private void Add(byte[] entry)
    {
        Entries.Add(entry);
        _edge.Append(entry);
    }

    private void Write()
    {
        foreach (var (tile, content) in _edge.Changes())
        {
            Tiles[tile] = content.ToArray();
        }
    }

    /// <summary>Reads the edge from the tiles, as a process does that was started anew.</summary>
    public async Task RestartAsync()
    {
        _edge = (await LogEdge.LoadAsync(this, Size, default))!;
        _edge.Should().NotBeNull();
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(Tile tile, int width, CancellationToken cancellationToken = default)
    {
        Reads++;
        return ValueTask.FromResult(Tiles.TryGetValue(tile, out var content) ? content : default(ReadOnlyMemory<byte>?));
    }

    public async Task<ReadOnlyMemory<byte>> SignAsync(SigningKey key, string origin = Origin) =>
        (await new CheckpointSigner(origin, key, Clock()).SignAsync(Size, Root)).ToUtf8();

    public static CheckpointVerifier VerifierOf(SigningKey key, WitnessPolicy? witnesses = null) =>
        new(Origin, [NoteKey.Create(Origin, key.VerificationKey, NoteSignatureKind.Ed25519)], witnesses ?? WitnessPolicy.None, Clock());
}

using System.IO.Compression;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using DpiBlocks.StatusLists;

namespace DpiBlocks.Benchmarks;

/// <summary>A look-up in a loaded list. Target: under 20 ns, nothing allocated.</summary>
[MemoryDiagnoser]
public class StatusLookupBenchmarks
{
    private StatusList _list = null!;
    private long _index;

    [GlobalSetup]
    public void Setup()
    {
        _list = StatusListDecodeBenchmarks.RandomList();
        World.Prove(_list.TryGet(_list.Count - 1, out _) && !_list.TryGet(_list.Count, out _));
    }

    [Benchmark]
    public bool Lookup()
    {
        _index = (_index + 7919) & ((1 << 20) - 1);
        return _list.TryGet(_index, out var value) && value == StatusValue.Valid;
    }
}

/// <summary>Decoding a one-bit list of 2^20 entries, one in a hundred revoked. Target: at most 1.5 times the bare inflate.</summary>
[MemoryDiagnoser]
public class StatusListDecodeBenchmarks
{
    private const int Count = 1 << 20;
    private byte[] _compressed = null!;

    internal static StatusList RandomList()
    {
        var builder = new StatusListBuilder(1, Count);
        foreach (var index in Enumerable.Range(0, Count / 100).Select(_ => RandomNumberGenerator.GetInt32(Count)))
        {
            builder.Set(index, StatusValue.Invalid);
        }

        return builder.Build();
    }

    [GlobalSetup]
    public void Setup()
    {
        _compressed = RandomList().Compress();
        World.Prove(StatusList.TryDecode(1, _compressed, out var list, out _));
        var bare = BareInflate();
        for (var i = 0; i < Count; i++)
        {
            World.Prove(list!.TryGet(i, out var value) && value.Value == ((bare[i / 8] >> (i % 8)) & 1));
        }
    }

    [Benchmark(Baseline = true)]
    public byte[] BareInflate()
    {
        var bytes = new byte[Count / 8];
        using var stream = new ZLibStream(new MemoryStream(_compressed), CompressionMode.Decompress);
        stream.ReadExactly(bytes);
        return bytes;
    }

    [Benchmark]
    public bool Decode() => StatusList.TryDecode(1, _compressed, out _, out _);
}

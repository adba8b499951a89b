using System.Collections.Concurrent;

namespace DpiBlocks.Cryptography.Tests.Keys;

/// <summary>One key for each algorithm, made once, since RSA keys are slow to make. Nobody disposes them.</summary>
internal static class TestKeys
{
    private static readonly ConcurrentDictionary<string, Lazy<SigningKey>> Made = new(StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. SignatureAlgorithm.All.Select(algorithm => algorithm.Jose)];

    public static SignatureAlgorithm Named(string name) =>
        SignatureAlgorithm.TryFromJose(name, out var algorithm) ? algorithm : throw new ArgumentException("Not known.", nameof(name));

    public static SigningKey Of(string name) => Made.GetOrAdd(name, _ => new Lazy<SigningKey>(() => SigningKey.Generate(Named(name)))).Value;
}

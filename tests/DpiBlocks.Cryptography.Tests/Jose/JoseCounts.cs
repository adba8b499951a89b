using System.Text.Json;

namespace DpiBlocks.Cryptography.Tests.Jose;

/// <summary>How the vectors of a file were judged.</summary>
internal readonly record struct JoseCounts(int Seen, int Valid, int Accepted, int Unsupported, int Different)
{
    /// <summary>One more, which is accepted exactly when it is valid, supported, and no deliberate difference.</summary>
    public JoseCounts With(JsonElement test, bool accepted, bool unsupported, bool different)
    {
        var valid = test.IsValid();
        accepted.Should().Be(valid && !unsupported && !different, test.Name());
        return new JoseCounts(
            Seen + 1,
            Valid + (valid ? 1 : 0),
            Accepted + (accepted ? 1 : 0),
            Unsupported + (valid && unsupported ? 1 : 0),
            Different + (valid && different ? 1 : 0));
    }
}

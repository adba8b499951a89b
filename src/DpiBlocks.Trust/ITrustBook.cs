using System.Collections.Immutable;

namespace DpiBlocks.Trust;

/// <summary>What a folder of trust comes to: keys alone, or keys under policies.</summary>
internal interface ITrustBook
{
    /// <summary>Looks for the keys that a reference may mean.</summary>
    KeyFinding Find(KeyReference reference, DateTimeOffset at);

    /// <summary>Judges whether a party may do something.</summary>
    ImmutableArray<Check> Judge(TrustQuestion question, DateTimeOffset at);
}

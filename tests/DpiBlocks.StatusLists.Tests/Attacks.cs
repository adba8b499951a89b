using DpiBlocks.Testing;

[assembly: AttackWaived("STL-07", "Bitstring Status List: not built yet.")]
[assembly: AttackWaived("STL-08", "Bitstring Status List: not built yet; a Token Status List has no purposes.")]

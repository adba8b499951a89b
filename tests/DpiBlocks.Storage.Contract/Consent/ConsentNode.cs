using DpiBlocks.Consent;

namespace DpiBlocks.Storage.Contract;

/// <summary>One process of the holder of data, over the one database.</summary>
public sealed record ConsentNode(ConsentStores Stores, ConsentLedger Ledger, ConsentGate Gate);

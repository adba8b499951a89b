using DpiBlocks.Oversight;

namespace DpiBlocks.Storage.Contract;

/// <summary>The stores of oversight, as one process has them.</summary>
public sealed record OversightStores(IStagedEffects Staged, IJournalStore Journal, ILogStore Log, IWitnessStore Witnessed, IApprovalStore Approvals);

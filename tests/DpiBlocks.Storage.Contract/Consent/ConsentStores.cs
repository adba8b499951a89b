using DpiBlocks.Consent;
using DpiBlocks.Oversight;

namespace DpiBlocks.Storage.Contract;

/// <summary>The stores of consent, and those of what is committed with it, as one process has them.</summary>
public sealed record ConsentStores(IConsentStore Consents, IOnceStore Once, IStagedEffects Staged, IJournalStore Journal);

namespace DpiBlocks.Consent.Tests.Support;

/// <summary>Who is told of changes in that world, by the bank; and what is open without consent.</summary>
internal sealed partial class World : IConsentParties
{
    /// <summary>Gets whom nobody can tell.</summary>
    public HashSet<PartyId> Unreachable { get; } = [];

    public ConsentNotifier Notifier => new(Bank, this, this, Memory, this, Memory, VerdictPolicy.Strict, Time);

    public ConsentLedger TellingLedger => new(Memory, Verifier, Memory, VerdictPolicy.Strict, Time, Notifier);

    public ValueTask<Uri?> FindDestinationAsync(TenantId tenant, PartyId party, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Unreachable.Contains(party) ? null : new Uri($"{party.Value}/consents"));

    /// <summary>Follows for a party, with its own memory and key.</summary>
    public ConsentFollower FollowerOf(PartyId party, Memory memory) => new(party, memory, memory, this, this, new OneKey(SignerOf(party.Value)), VerdictPolicy.Strict, Time);

    private sealed class OneKey(ISigner signer) : IKeyStore
    {
        public ValueTask<ISigner?> FindSignerAsync(TenantId tenant, string use, CancellationToken cancellationToken = default) => ValueTask.FromResult<ISigner?>(signer);
    }
}

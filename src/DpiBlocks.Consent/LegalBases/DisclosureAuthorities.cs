using System.Collections.Frozen;

namespace DpiBlocks.Consent;

/// <summary>Has each request answered by the authority for its kind of legal basis: consent by the gate, others by typed policies. A kind that none answers for opens nothing, and that is in the log too.</summary>
public sealed class DisclosureAuthorities : IDisclosureAuthority
{
    private readonly FrozenDictionary<string, IDisclosureAuthority> _authorities;
    private readonly IAuditLog _audit;
    private readonly IVerdictPolicy _policy;
    private readonly TimeProvider _time;

    /// <summary>Initializes a new instance of the <see cref="DisclosureAuthorities"/> class.</summary>
    /// <param name="authorities">The authorities by the kind of <see cref="LegalBasis"/> they answer for, such as <see cref="ConsentGate.BasisKind"/>.</param>
    /// <param name="audit">The log.</param>
    /// <param name="policy">What may stand unchecked.</param>
    /// <param name="time">The clock.</param>
    public DisclosureAuthorities(IEnumerable<KeyValuePair<string, IDisclosureAuthority>> authorities, IAuditLog audit, IVerdictPolicy policy, TimeProvider time) =>
        (_authorities, _audit, _policy, _time) = (authorities.ToFrozenDictionary(StringComparer.Ordinal), audit, policy, time);

    /// <inheritdoc/>
    public async ValueTask<Verification<DisclosureDecision>> DecideAsync(DisclosureRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_authorities.TryGetValue(request.Basis.Kind, out var authority))
        {
            return await authority.DecideAsync(request, cancellationToken);
        }

        var verdict = new VerdictBuilder(_policy, _time.GetUtcNow());
        verdict.Demand(Check.Failed("basis", ConsentRefusalCodes.BasisUnknown, "Nobody here answers for that kind of legal basis."));
        await _audit.AppendAsync(
            _audit.Seal(new AuditEvent
            {
                Shard = ShardKey.Of(request.Tenant, request.Recipient),
                Action = "disclosure.decided",
                Outcome = ConsentRefusalCodes.BasisUnknown,
                At = verdict.At,
                Actor = request.Recipient,
                Purpose = request.Purpose,
                Basis = DisplayText.Escape($"{request.Basis.Kind} {request.Basis.Reference}"),
            }),
            cancellationToken);
        return verdict.Refuse<DisclosureDecision>();
    }
}

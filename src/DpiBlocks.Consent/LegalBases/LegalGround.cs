using System.Collections.Immutable;

namespace DpiBlocks.Consent;

/// <summary>What one statute, kind of order or kind of emergency opens, as the holder of the data has laid it down. What is not named stays shut.</summary>
public sealed record LegalGround
{
    /// <summary>Gets the kind of <see cref="LegalBasis"/>: <c>statute</c>, <c>court-order</c>, <c>emergency</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets which one, as <see cref="LegalBasis.Reference"/> names it: a section of an act, a kind of emergency. For orders, each of which has its own number, null stands for any.</summary>
    public required string? Reference { get; init; }

    /// <summary>Gets who may have the data.</summary>
    public required ImmutableArray<PartyId> Recipients { get; init; }

    /// <summary>Gets what for.</summary>
    public required ImmutableArray<PurposeCode> Purposes { get; init; }

    /// <summary>Gets what data.</summary>
    public required ImmutableArray<ConsentScope> Scopes { get; init; }

    /// <summary>Gets until when the ground stands, not included; null for as long as it is configured.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Gets how long the recipient may keep the data; null when nothing limits it but the law.</summary>
    public TimeSpan? KeepFor { get; init; }

    /// <summary>Gets a value indicating whether the evidence must be sent along, such as the order of the court: no unless set. It is not read here; its hash stands in the decision's question.</summary>
    public bool NeedsEvidence { get; init; }

    /// <summary>Gets a value indicating whether the person is told of each decision: no unless set; of an emergency she is always told.</summary>
    public bool NotifiesPerson { get; init; }

    internal bool MustNotify => NotifiesPerson || string.Equals(Kind, EmergencyKind, StringComparison.Ordinal);

    internal const string EmergencyKind = "emergency";
}

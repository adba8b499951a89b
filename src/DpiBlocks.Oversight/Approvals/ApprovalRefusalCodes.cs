namespace DpiBlocks.Oversight;

/// <summary>Why an operation is not approved, or a step towards it is not accepted. The codes are stable.</summary>
public static class ApprovalRefusalCodes
{
    /// <summary>No rule says who may approve such an operation: then nobody may.</summary>
    public const string OperationUnknown = "approval.operation_unknown";

    /// <summary>There is no such request.</summary>
    public const string RequestUnknown = "approval.request_unknown";

    /// <summary>The request has expired.</summary>
    public const string Expired = "approval.expired";

    /// <summary>The request would be open for no time, or for longer than the rule allows.</summary>
    public const string LifetimeInvalid = "approval.lifetime_invalid";

    /// <summary>Whoever signed is not one of the overseers of the operation.</summary>
    public const string OverseerUnknown = "approval.overseer_unknown";

    /// <summary>The signature is not that of the overseer's registered key over exactly this request.</summary>
    public const string SignatureInvalid = "approval.signature_invalid";

    /// <summary>The overseer has taken this step before, or wants to withdraw what was never given.</summary>
    public const string StepInvalid = "approval.step_invalid";

    /// <summary>Fewer overseers than the rule demands have agreed.</summary>
    public const string NotEnough = "approval.not_enough";

    /// <summary>Whether the step is durable is not known: take it again.</summary>
    public const string OutcomeUnknown = "approval.outcome_unknown";
}

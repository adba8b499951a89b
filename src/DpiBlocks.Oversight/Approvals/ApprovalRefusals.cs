namespace DpiBlocks.Oversight;

/// <summary>The refusals of approvals, in one place.</summary>
internal static class ApprovalRefusals
{
    public static Refusal OperationUnknown { get; } = new(ApprovalRefusalCodes.OperationUnknown, "No rule says who may approve such an operation.");

    public static Refusal RequestUnknown { get; } = new(ApprovalRefusalCodes.RequestUnknown, "There is no such request.");

    public static Refusal Expired { get; } = new(ApprovalRefusalCodes.Expired, "The request has expired.");

    public static Refusal LifetimeInvalid { get; } =
        new(ApprovalRefusalCodes.LifetimeInvalid, "The request would be open for no time, or for longer than the rule allows.");

    public static Refusal OverseerUnknown { get; } = new(ApprovalRefusalCodes.OverseerUnknown, "Whoever signed is not an overseer of the operation.");

    public static Refusal SignatureInvalid { get; } =
        new(ApprovalRefusalCodes.SignatureInvalid, "The signature is not that of the overseer's registered key over this request.");

    public static Refusal StepInvalid { get; } =
        new(ApprovalRefusalCodes.StepInvalid, "The overseer has taken this step before, or withdraws what was never given.");

    public static Refusal NotEnough { get; } = new(ApprovalRefusalCodes.NotEnough, "Fewer overseers than the rule demands have agreed.");

    public static Refusal OutcomeUnknown { get; } = new(ApprovalRefusalCodes.OutcomeUnknown, "Whether the step is durable is not known: take it again.");
}

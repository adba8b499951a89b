namespace DpiBlocks.AspNetCore;

/// <summary>How a commit is told over HTTP.</summary>
public static class CommitOutcomeExtensions
{
    /// <summary>Gives the problem of a commit that did not succeed.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <returns>Null when all of it is durable; 409 when nothing was written; 503 when that is not known, the only safe thing to say then.</returns>
    public static Problem? ToProblem(this CommitOutcome outcome) => outcome switch
    {
        CommitOutcome.Committed or CommitOutcome.AlreadyCommitted => null,
        CommitOutcome.Conflict => WebProblems.Conflict,
        _ => WebProblems.OutcomeUnknown,
    };
}

using System.Text;

namespace DpiBlocks.Oversight;

/// <summary>What an overseer does with a request.</summary>
public enum ApprovalStepKind
{
    /// <summary>Nothing; not a valid step.</summary>
    None = 0,

    /// <summary>Agrees.</summary>
    Approve = 1,

    /// <summary>No longer agrees; this is final for the request.</summary>
    Withdraw = 2,
}

/// <summary>A step of an overseer, signed. Nothing in it is trusted.</summary>
/// <param name="Overseer">Who.</param>
/// <param name="Kind">What.</param>
/// <param name="Algorithm">The algorithm of the signature.</param>
/// <param name="Signature">The signature over <see cref="ToBeSigned"/>.</param>
public sealed record ApprovalStep(PartyId Overseer, ApprovalStepKind Kind, SignatureAlgorithm Algorithm, ReadOnlyMemory<byte> Signature)
{
    /// <summary>Gives what an overseer signs: every particular of the request, the step, and their own name.</summary>
    /// <remarks>
    /// Eight lines in UTF-8, each ended by a line feed: <c>DpiBlocks approval v1</c>; <c>approve</c> or <c>withdraw</c>; tenant; operation; content
    /// (SHA-256, base64url); request id; expiry (RFC 3339, UTC); overseer.
    /// </remarks>
    /// <param name="request">The request.</param>
    /// <param name="overseer">Who signs.</param>
    /// <param name="kind">What they do.</param>
    /// <returns>The bytes.</returns>
    public static byte[] ToBeSigned(ApprovalRequest request, PartyId overseer, ApprovalStepKind kind)
    {
        ArgumentNullException.ThrowIfNull(request);
        var word = kind switch
        {
            ApprovalStepKind.Approve => "approve",
            ApprovalStepKind.Withdraw => "withdraw",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        return Encoding.UTF8.GetBytes(
            $"DpiBlocks approval v1\n{word}\n{request.Tenant.Value}\n{request.Operation}\n{request.Content}\n{request.Id:D}\n{Rfc3339.Format(request.ExpiresAt)}\n{overseer.Value}\n");
    }

    internal bool IsSignedBy(Overseer overseer, ApprovalRequest request) =>
        overseer.Id == Overseer && Kind is ApprovalStepKind.Approve or ApprovalStepKind.Withdraw
        && overseer.Key.Verify(Algorithm, ToBeSigned(request, Overseer, Kind), Signature.Span);
}

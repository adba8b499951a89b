namespace DpiBlocks.Credentials;

/// <summary>One step of a claims path pointer (SD-JWT VC, 4.6.1; OpenID4VP, 7).</summary>
/// <param name="Name">The name of a member; null for a step into an array.</param>
/// <param name="Index">The place of an element; null for a member, or for all elements.</param>
public readonly record struct ClaimPathPart(string? Name, int? Index)
{
    /// <summary>Gets a value indicating whether it means all elements of an array.</summary>
    public bool IsAll => Name is null && Index is null;
}

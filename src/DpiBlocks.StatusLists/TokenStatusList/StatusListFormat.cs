namespace DpiBlocks.StatusLists;

/// <summary>In which form a list is published.</summary>
public enum StatusListFormat
{
    /// <summary>A JWT, <c>application/statuslist+jwt</c>.</summary>
    Jwt = 0,

    /// <summary>A CWT, <c>application/statuslist+cwt</c>.</summary>
    Cwt,
}

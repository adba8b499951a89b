namespace DpiBlocks.Credentials;

/// <summary>Why type metadata was not accepted (SD-JWT VC, 4). The codes are stable.</summary>
public static class TypeMetadataRefusalCodes
{
    /// <summary>It could not be had: nobody has it, or its address is one that is never asked.</summary>
    public const string Unavailable = "vct.unavailable";

    /// <summary>It is not the document whose hash was stated (<c>vct#integrity</c>, <c>extends#integrity</c>; SD-JWT VC, 5).</summary>
    public const string Integrity = "vct.integrity";

    /// <summary>It describes another type than was asked for (4.3).</summary>
    public const string Mismatch = "vct.mismatch";

    /// <summary>It is not the JSON that it must be (4.2).</summary>
    public const string Malformed = "vct.malformed";

    /// <summary>A type extends itself, by whatever way round (6.3).</summary>
    public const string Cycle = "vct.cycle";

    /// <summary>More types extend one another than are followed: eight.</summary>
    public const string TooDeep = "vct.too_deep";

    /// <summary>A type takes back what the type that it extends demands (4.6.5.1).</summary>
    public const string Conflict = "vct.conflict";

    /// <summary>The credential breaks a rule of its type: a claim is missing, is in the clear and must not be, or the other way round (4.6.3, 4.6.4).</summary>
    public const string RuleBroken = "vct.rule_broken";
}

namespace DpiBlocks.JsonSchema.Formats;

/// <summary>The classes of direction that the rule of RFC 5893, 2 tells apart.</summary>
internal enum Direction
{
    /// <summary>All that has no direction of its own.</summary>
    Neutral,

    /// <summary>Left to right.</summary>
    Left,

    /// <summary>Right to left: R and AL.</summary>
    Right,

    /// <summary>EN.</summary>
    EuropeanDigit,

    /// <summary>AN.</summary>
    ArabicDigit,

    /// <summary>NSM: takes the direction of what it stands on.</summary>
    Mark,
}

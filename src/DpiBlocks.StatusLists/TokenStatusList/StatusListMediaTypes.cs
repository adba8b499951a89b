namespace DpiBlocks.StatusLists;

/// <summary>The media types of published lists (Token Status List, 14.7).</summary>
public static class StatusListMediaTypes
{
    /// <summary>A list as JWT: the text of the compact serialization.</summary>
    public const string Jwt = "application/statuslist+jwt";

    /// <summary>A list as CWT: binary.</summary>
    public const string Cwt = "application/statuslist+cwt";

    /// <summary>Gives the media type of a form.</summary>
    /// <param name="format">The form.</param>
    /// <returns>The media type.</returns>
    public static string Of(StatusListFormat format) => format switch
    {
        StatusListFormat.Jwt => Jwt,
        StatusListFormat.Cwt => Cwt,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such form."),
    };
}

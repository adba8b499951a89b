namespace DpiBlocks.JsonSchema.Patterns;

/// <summary>Places in a text (ECMA-262, 22.2.2.4), without the flags <c>m</c> and <c>i</c>.</summary>
internal static class TextPlace
{
    public static bool Is(ReadOnlySpan<int> text, int at, Place place) => place switch
    {
        Place.Start => at == 0,
        Place.End => at == text.Length,
        Place.WordBoundary => IsBoundary(text, at),
        _ => !IsBoundary(text, at),
    };

    private static bool IsBoundary(ReadOnlySpan<int> text, int at) => (at > 0 && IsWord(text[at - 1])) != (at < text.Length && IsWord(text[at]));

    private static bool IsWord(int point) => point is (>= '0' and <= '9') or (>= 'A' and <= 'Z') or '_' or (>= 'a' and <= 'z');
}

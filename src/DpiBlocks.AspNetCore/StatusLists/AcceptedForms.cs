using DpiBlocks.StatusLists;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace DpiBlocks.AspNetCore.StatusLists;

/// <summary>The forms of a status list that a client accepts, best first (RFC 9110, 12.5.1).</summary>
internal static class AcceptedForms
{
    private static readonly string[] Forms = [StatusListMediaTypes.Jwt, StatusListMediaTypes.Cwt];

    public static IReadOnlyList<string> Of(StringValues accept)
    {
        if (StringValues.IsNullOrEmpty(accept))
        {
            return Forms;
        }

        return MediaTypeHeaderValue.TryParseList(accept, out var ranges)
            ? [.. Forms.Select(form => (Form: form, Quality: QualityOf(form, ranges))).Where(entry => entry.Quality > 0).OrderByDescending(entry => entry.Quality).Select(entry => entry.Form)]
            : [];
    }

    // The most specific range counts: the type itself, then application/*, then */*.
    private static double QualityOf(string form, IList<MediaTypeHeaderValue> ranges) =>
        (from range in ranges
         where range.MatchesAllTypes || (range.MatchesAllSubTypes && range.Type.Equals("application", StringComparison.OrdinalIgnoreCase)) || range.MediaType.Equals(form, StringComparison.OrdinalIgnoreCase)
         orderby range.MatchesAllTypes, range.MatchesAllSubTypes
         select range.Quality ?? 1).FirstOrDefault();
}

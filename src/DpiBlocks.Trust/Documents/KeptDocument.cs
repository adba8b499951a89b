using System.Net.Http.Headers;

namespace DpiBlocks.Trust;

/// <summary>A fetched document, and what its server calls this version of it.</summary>
internal sealed record KeptDocument(SourcedDocument Document, EntityTagHeaderValue? Tag, DateTimeOffset? ModifiedAt)
{
    /// <summary>Asks for the document only if it is another by now (RFC 9110, 13.1).</summary>
    public void MakeConditional(HttpRequestHeaders headers)
    {
        if (Tag is not null)
        {
            headers.IfNoneMatch.Add(Tag);
        }
        else if (ModifiedAt is not null)
        {
            headers.IfModifiedSince = ModifiedAt;
        }
    }
}

namespace DpiBlocks.StatusLists;

/// <content>Finding the list, fresh enough.</content>
public sealed partial class TokenStatusListChecker
{
    private async ValueTask<(KnownList? List, Source? Source, Refusal? Refusal)> FindAsync(Uri address, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var mediaType in _options.MediaTypes)
        {
            if (await documents.FindAsync(address, mediaType, _options.MaxAge, cancellationToken) is not { } document)
            {
                continue;
            }

            var found = Read(document, mediaType);
            if (found.List is { } list && at - document.Source.ObtainedAt >= TimeToLive(list.Token))
            {
                // 8.3 step 4.d: its time to live is over, so a fresh copy is asked for. Without one, the policy rules on what there is.
                found = await documents.FindAsync(address, mediaType, Least(TimeToLive(list.Token), _options.MaxAge), cancellationToken) is { } fresh
                    ? Read(fresh, mediaType)
                    : found;
            }

            return found;
        }

        return default;
    }

    private (KnownList? List, Source? Source, Refusal? Refusal) Read(SourcedDocument document, string mediaType)
    {
        // What the source says of the digest is a hint; the bytes decide, and those of a source that keeps them need no hashing.
        if (!_known.TryGet(document.Source.Content, out var known) || !known.Content.Equals(document.Content))
        {
            var digest = Digest.Of(document.Content.Span);
            if (!_known.TryGet(digest, out known))
            {
                var isRead = mediaType is StatusListMediaTypes.Cwt
                    ? StatusListToken.TryParseCwt(document.Content, out var token, out var refusal)
                    : StatusListToken.TryParseJwt(document.Content, out token, out refusal);
                if (!isRead)
                {
                    return (null, document.Source, refusal);
                }

                known = new KnownList(document.Content, digest, token!);
            }
        }

        return (known, Describe(document.Source, known.Token), null);
    }

    // What a policy of freshness judges: when the list was made, and until when its author vouches for it (13.7).
    private Source Describe(Source source, StatusListToken token)
    {
        var until = DateTimeOffset.MaxValue - source.ObtainedAt > TimeToLive(token) ? source.ObtainedAt + TimeToLive(token) : DateTimeOffset.MaxValue;
        return source with
        {
            IssuedAt = token.Validity.IssuedAt,
            ExpiresAt = token.Validity.ExpiresAt is { } expires && expires < until ? expires : until,
        };
    }

    private TimeSpan TimeToLive(StatusListToken token)
    {
        var given = token.TimeToLive ?? _options.MostTimeToLive;
        return given < _options.LeastTimeToLive ? _options.LeastTimeToLive
            : given > _options.MostTimeToLive ? _options.MostTimeToLive
            : given;
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan? other) => other < one ? other.Value : one;
}

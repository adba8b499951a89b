namespace DpiBlocks.Cryptography.Jose;

/// <summary>Keeps one JWK set, and asks for it again when it must and may.</summary>
internal sealed class JwkSetCache(Uri address, IDocumentSource documents, TimeProvider time, JwkSetOptions options)
{
    private readonly Lock _gate = new();
    private volatile KeptSet? _kept;
    private long? _tried;
    private Task? _trying;

    /// <summary>Gives the set that is kept, first asked for again if it is too old or does not suffice; null when there is none that is young enough.</summary>
    public async ValueTask<KeptSet?> GetAsync(Func<JwkSet, bool> suffices, CancellationToken cancellationToken)
    {
        var kept = Young();
        if (kept is null || !suffices(kept.Set))
        {
            // Whoever gives up waiting does not stop the others' attempt.
            await Try().WaitAsync(cancellationToken);
            kept = Young();
        }

        return kept;
    }

    private KeptSet? Young() => _kept is { } kept && time.GetUtcNow() - kept.Source.ObtainedAt < options.Lifetime ? kept : null;

    private Task Try()
    {
        lock (_gate)
        {
            // By the clock that cannot be set back.
            if (_trying is { } trying && (!trying.IsCompleted || (_tried is { } tried && time.GetElapsedTime(tried) < options.CoolDown)))
            {
                return trying;
            }

            _tried = time.GetTimestamp();
            return _trying = ObtainAsync();
        }
    }

    private async Task ObtainAsync()
    {
        var document = await documents.FindAsync(address, options.MediaType, options.CoolDown, CancellationToken.None);
        if (document is not null && JwkSet.TryParse(document.Content, out var set, out _) && set.Keys.Length > 0)
        {
            _kept = new KeptSet(set, document.Source with { ExpiresAt = document.Source.ObtainedAt + options.Lifetime });
        }
    }

    /// <summary>A set and where it came from.</summary>
    internal sealed record KeptSet(JwkSet Set, Source Source);
}

using DpiBlocks.Credentials;
using DpiBlocks.StatusLists;
using DpiBlocks.Trust;

namespace DpiBlocks.Cli.Commands;

/// <summary>What verdicts rest on: whom the caller trusts, and where status lists come from.</summary>
internal sealed class Evidence : IDisposable
{
    private readonly TrustFolder _trust;
    private readonly List<IDocumentSource> _lists = [];
    private HttpDocumentSource? _network;

    private Evidence(TrustFolder trust) => _trust = trust;

    public static Evidence Open(string trustPath, string? statusPath, bool online)
    {
        if (!TrustFolder.TryLoad(trustPath, options: null, out var trust, out var refusal))
        {
            throw new CliException($"--trust {trustPath} cannot be used: {Report.Sentence(refusal)}");
        }

        var evidence = new Evidence(trust);
        if (statusPath is not null)
        {
            evidence._lists.Add(StatusListFiles.TryOpen(statusPath, TimeProvider.System, out var files, out refusal)
                ? files
                : throw new CliException($"--status {statusPath} cannot be used: {Report.Sentence(refusal)}"));
        }

        if (online)
        {
            var options = new HttpDocumentSourceOptions { Http = new GuardedHttpOptions { MaxBytes = JsonLimits.StatusList.MaxBytes } };
            evidence._network = new HttpDocumentSource(TimeProvider.System, options);
            evidence._lists.Add(evidence._network);
        }

        return evidence;
    }

    /// <summary>Without any lists a credential that has a status is refused: what could not be checked is not valid.</summary>
    public CredentialVerifier CreateVerifier() => new(
        _trust,
        _trust,
        _lists.Count == 0 ? null : new TokenStatusListChecker(new FirstDocumentSource(_lists), _trust, _trust),
        VerdictPolicy.Strict,
        TimeProvider.System);

    public void Dispose() => _network?.Dispose();
}

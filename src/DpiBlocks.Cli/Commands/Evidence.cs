using DpiBlocks.Credentials;
using DpiBlocks.StatusLists;
using DpiBlocks.Trust;

namespace DpiBlocks.Cli.Commands;

/// <summary>What verdicts rest on: whom the caller trusts, and where status lists come from.</summary>
internal sealed class Evidence
{
    private readonly TrustFolder _trust;
    private readonly List<IDocumentSource> _lists = [];

    private Evidence(TrustFolder trust) => _trust = trust;

    public static Evidence Open(string trustPath, string? statusPath)
    {
        if (!TrustFolder.TryLoad(trustPath, options: null, out var trust, out var refusal))
        {
            throw new CliException($"--trust {trustPath} cannot be used: {refusal.Message} ({refusal.Code}{(refusal.Location is { } where ? $" at {DisplayText.Escape(where)}" : string.Empty)})");
        }

        var evidence = new Evidence(trust);
        if (statusPath is not null)
        {
            evidence._lists.Add(StatusListFiles.TryOpen(statusPath, TimeProvider.System, out var files, out refusal)
                ? files
                : throw new CliException($"--status {statusPath} cannot be used: {refusal.Message} ({refusal.Code})"));
        }

        return evidence;
    }

    /// <summary>Without any lists a credential that has a status is refused: what could not be checked is not valid.</summary>
    public CredentialVerifier CreateVerifier() => new(
        _trust,
        _trust,
        _lists.Count == 0 ? null : new TokenStatusListChecker(_lists[0], _trust, _trust),
        VerdictPolicy.Strict,
        TimeProvider.System);
}

using System.Buffers.Text;
using System.Security.Cryptography;
using DpiBlocks;
using DpiBlocks.Credentials;
using DpiBlocks.Credentials.SdJwt;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Sqlite;
using DpiBlocks.Trust;

namespace RightToWork;

/// <summary>An employer: asks, checks, and keeps the record that is its statutory excuse.</summary>
internal sealed class Employer : IDisposable
{
    public const string Name = "https://employer.example";

    private static readonly TenantId Tenant = TenantId.Parse("employer");

    private readonly SqliteDatabase _database;
    private readonly TrustFolder _trust;
    private readonly string _statusFolder;
    private readonly TimeProvider _clock;

    public Employer(string database, string trustFolder, string statusFolder, TimeProvider clock)
    {
        _database = SqliteDatabase.Open(database, clock);
        _trust = TrustFolder.Load(trustFolder);
        (_statusFolder, _clock) = (statusFolder, clock);
    }

    /// <summary>What the law asks to be seen; the address and the birth date are nobody's business here.</summary>
    public static ClaimPaths Asks { get; } = ClaimPaths.Parse("/given_name", "/family_name", "/permission");

    public static Challenge NewChallenge() => new(Name, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)));

    /// <summary>Checks a presentation, without a network: trust and status come from folders.</summary>
    public async Task<Verification<VerifiedCredential>> CheckAsync(ReadOnlyMemory<byte> presentation, Challenge challenge)
    {
        var lists = StatusListFiles.TryOpen(_statusFolder, _clock, out var files, out var refusal) ? files : throw new InvalidOperationException(refusal.Message);
        var options = new CredentialVerifierOptions { Replay = new ReplayProtection(new SqliteOnceStore(_database), Tenant) };
        var verifier = new CredentialVerifier(_trust, _trust, new TokenStatusListChecker(lists, _trust, _trust), VerdictPolicy.Strict, _clock, options);
        return await verifier.VerifyAsync(presentation, new VerificationRequest
        {
            HolderBinding = HolderBindingDemand.Required(challenge.Audience, challenge.Nonce),
            AcceptedTypes = [HomeOffice.PermissionType],
            RequiredClaims = ["given_name", "family_name", "permission"],
            RequireStatus = true,
        });
    }

    public void Dispose() => _database.Dispose();
}

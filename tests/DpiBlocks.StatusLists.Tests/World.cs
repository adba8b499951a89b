using System.Collections.Immutable;
using System.Text;
using DpiBlocks.Cryptography;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.StatusLists.Tests;

/// <summary>An issuer with a list, somewhere to fetch it from, and somebody who trusts him. Each test changes one thing.</summary>
internal sealed class World : IDocumentSource, IKeyResolver, ITrustPolicy, IDisposable
{
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    public static readonly Uri Address = new("https://status.example.gov/lists/1");
    public static readonly PartyId Issuer = PartyId.Parse("https://issuer.example.gov");
    public static readonly PartyId Stranger = PartyId.Parse("https://stranger.example.com");

    public SigningKey Key { get; } = SigningKey.Generate(SignatureAlgorithm.Es256, KeyId.Parse("12"));

    public Dictionary<(string Address, string MediaType), SourcedDocument> Documents { get; } = [];

    public List<(string Address, string MediaType, TimeSpan? MaxAge)> Fetches { get; } = [];

    public List<ResolvedKey> Keys { get; } = [];

    public List<TrustQuestion> Questions { get; } = [];

    public Func<TrustQuestion, Check> Trust { get; set; } = _ => Check.Passed(string.Empty);

    public TokenStatusListCheckerOptions Options { get; } = new();

    public World() => Keys.Add(new ResolvedKey(Key.VerificationKey, Issuer));

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static StatusList List(int bits = 2, params (long Index, byte Value)[] entries)
    {
        var builder = new StatusListBuilder(bits, 1024);
        Array.ForEach(entries, entry => builder.Set(entry.Index, new StatusValue(entry.Value)));
        return builder.Build();
    }

    public static string Text(StatusList list) => StrictBase64Url.Encode(list.Compress());

    public static string Payload(
        string? sub = null, string? iat = null, string? exp = null, string? ttl = "3600", string? bits = "2", string? lst = null, string? more = null)
    {
        var members = new List<string>
        {
            $"\"sub\":{sub ?? $"\"{Address}\""}",
            $"\"iat\":{iat ?? $"{Now.ToUnixTimeSeconds() - 60}"}",
            $"\"exp\":{exp ?? $"{Now.ToUnixTimeSeconds() + 86_400}"}",
            $"\"status_list\":{{\"bits\":{bits},\"lst\":{lst ?? $"\"{Text(List(2, (5, 1), (6, 2), (7, 3)))}\""}}}",
        };
        if (ttl is not null)
        {
            members.Add($"\"ttl\":{ttl}");
        }

        if (more is not null)
        {
            members.Add(more);
        }

        return $"{{{string.Join(',', members)}}}";
    }

    /// <summary>Signs any payload properly, so that a defect is not hidden by a bad signature.</summary>
    public byte[] SignJwt(string payload, string type = "statuslist+jwt", ISigner? signer = null) =>
        Jws.SignAsync(signer ?? Key, JwsSigningHeader.Of(type), Encoding.UTF8.GetBytes(payload), Cancel).AsTask().GetAwaiter().GetResult();

    public void Put(byte[] content, string mediaType = StatusListMediaTypes.Jwt, Uri? address = null, DateTimeOffset? obtained = null) =>
        Documents[((address ?? Address).OriginalString, mediaType)] =
            new SourcedDocument(content, new Source((address ?? Address).OriginalString, Digest.Of(content), obtained ?? Now));

    public async Task PutAsync(StatusList list, StatusListPublication? publication = null, DateTimeOffset? at = null, Uri? address = null)
    {
        publication ??= new StatusListPublication();
        var token = await StatusListToken.SignAsync(Key, address ?? Address, list, at ?? Now, publication, Cancel);
        Put(token, StatusListMediaTypes.Of(publication.Format), address, at);
    }

    public TokenStatusListChecker Checker() => new(this, this, this, Options);

    public async Task<Verification<object>> VerifyAsync(
        long index, DateTimeOffset? at = null, Uri? address = null, TokenStatusListChecker? checker = null, string mechanism = "status_list")
    {
        var verdict = new VerdictBuilder(VerdictPolicy.Strict, at ?? Now);
        var reference = new StatusReference(mechanism, address ?? Address) { Index = index };
        return verdict.Add("status", await (checker ?? Checker()).CheckAsync(reference, Issuer, verdict.At, Cancel))
            ? verdict.Accept(new object())
            : verdict.Refuse<object>();
    }

    public ValueTask<SourcedDocument?> FindAsync(Uri address, string mediaType, TimeSpan? maxAge = null, CancellationToken cancellationToken = default)
    {
        Fetches.Add((address.OriginalString, mediaType, maxAge));
        return ValueTask.FromResult(Documents.GetValueOrDefault((address.OriginalString, mediaType)));
    }

    public ValueTask<KeyFinding> FindAsync(KeyReference reference, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ImmutableArray<ResolvedKey> found = [.. Keys.Where(key => reference.Issuer is null || key.Owner.Value == reference.Issuer)];
        return ValueTask.FromResult(new KeyFinding(
            [found.IsEmpty ? Check.Failed(string.Empty, "key.unknown", "No such key.") : Check.Passed(string.Empty)], found));
    }

    public ValueTask<ImmutableArray<Check>> JudgeAsync(TrustQuestion question, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        Questions.Add(question);
        return ValueTask.FromResult(ImmutableArray.Create(Trust(question)));
    }

    public void Dispose() => Key.Dispose();
}

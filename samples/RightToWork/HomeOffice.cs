using DpiBlocks;
using DpiBlocks.Credentials.SdJwt;
using DpiBlocks.Cryptography;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Sqlite;

namespace RightToWork;

/// <summary>The fictional Home Office: issues permissions to work, and can take them back.</summary>
internal sealed class HomeOffice : IDisposable
{
    public const string Name = "https://home-office.example";
    public const string PermissionType = "https://home-office.example/right-to-work/1";

    private static readonly TenantId Tenant = TenantId.Parse("home-office");
    private static readonly Uri List = new("https://home-office.example/status/right-to-work/1");

    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Es256, KeyId.Parse("home-office-2026"));
    private readonly SqliteDatabase _database;
    private readonly StatusListIssuer _status;
    private readonly TimeProvider _clock;
    private readonly string _publicFolder;

    private HomeOffice(string database, string publicFolder, TimeProvider clock)
    {
        _database = SqliteDatabase.Open(database, clock);
        _status = new StatusListIssuer(new SqliteStatusListStore(_database));
        (_publicFolder, _clock) = (publicFolder, clock);
    }

    /// <summary>The file in which the list stands that the world fetches.</summary>
    public string PublishedList => Path.Combine(_publicFolder, "right-to-work-1.jwt");

    /// <summary>What an employer is told to trust: this key, for this type and this status list, and nothing else.</summary>
    public string TrustPolicy => $$"""
        {
          "name": "right-to-work-sample",
          "version": "1",
          "environment": "test",
          "issuers": [
            {
              "id": "{{Name}}",
              "keys": [ {{System.Text.Encoding.UTF8.GetString(_key.PublicJwk.ToUtf8())}} ],
              "may": [
                { "act": "issue", "matters": [ "{{PermissionType}}" ] },
                { "act": "publish_status", "matters": [ "{{List}}" ] }
              ]
            }
          ]
        }
        """;

    public static async Task<HomeOffice> OpenAsync(string database, string publicFolder, TimeProvider clock)
    {
        var office = new HomeOffice(database, publicFolder, clock);
        Require(await office._status.CreateAsync(Tenant, new StatusListDefinition(List) { Bits = 2 }));
        await office.PublishAsync();
        return office;
    }

    /// <summary>Issues a permission, bound to the worker's own key, with a place in the status list.</summary>
    public async Task<(byte[] Credential, long Entry)> IssueAsync(Jwk holder, TimeSpan validFor)
    {
        var entry = await _status.AllocateAsync(Tenant, List) ?? throw new InvalidOperationException("The list is full.");
        var content = new SdJwtVcContent
        {
            Type = PermissionType,
            Issuer = Name,
            Claims = """
                {
                  "given_name": "Amira", "family_name": "Example", "birth_date": "1994-03-21", "nationality": "UTO",
                  "address": { "street": "1 Any Street", "city": "Anytown" },
                  "permission": { "kind": "skilled worker", "hours_per_week": 39, "conditions": "work only for a licensed sponsor" }
                }
                """u8.ToArray(),
            Disclosable = ClaimPaths.Parse("/given_name", "/family_name", "/birth_date", "/nationality", "/address", "/permission"),
            Decoys = 2,
            Holder = holder,
            Status = entry,
            ExpiresAt = _clock.GetUtcNow() + validFor,
        };
        return (await new SdJwtVcIssuer(_clock).IssueAsync(_key, content), entry.Index);
    }

    /// <summary>Takes a permission back, and publishes the list again.</summary>
    public async Task RevokeAsync(long entry)
    {
        Require(await _status.SetAsync(Tenant, List, entry, StatusValue.Invalid));
        await PublishAsync();
    }

    /// <summary>Signs the list as it stands, and puts it where the world fetches it.</summary>
    public async Task PublishAsync()
    {
        var token = await _status.PublishAsync(Tenant, List, _key, _clock.GetUtcNow());
        await File.WriteAllBytesAsync(PublishedList, token!);
    }

    public void Dispose()
    {
        _key.Dispose();
        _database.Dispose();
    }

    private static void Require(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new InvalidOperationException($"{refusal.Code}: {refusal.Message}");
        }
    }
}

using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust;

/// <summary>Reads policy files, strictly by <c>docs/schemas/trust-policy.schema.json</c>: what is not known is not passed over.</summary>
internal static class PolicyReader
{
    /// <summary>The members of each kind of object, the first of them required.</summary>
    internal static readonly (int Required, string[] Names) Top = (3, ["name", "version", "issuers", "$schema", "environment", "valid_from", "valid_until"]);

    internal static readonly (int Required, string[] Names) Issuer = (2, ["id", "may", "keys", "files", "dids"]);

    internal static readonly (int Required, string[] Names) Grant = (2, ["act", "matters", "for"]);

    internal static readonly ImmutableDictionary<string, TrustAct> Acts = new Dictionary<string, TrustAct>(StringComparer.Ordinal)
    {
        ["issue"] = TrustAct.Issue,
        ["publish_status"] = TrustAct.PublishStatus,
        ["request"] = TrustAct.Request,
        ["provide"] = TrustAct.Provide,
        ["attest_consent"] = TrustAct.AttestConsent,
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>Reads a policy. Never throws for any document.</summary>
    public static bool TryRead(JsonElement root, [NotNullWhen(true)] out PolicyDocument? policy, [NotNullWhen(false)] out Refusal? refusal)
    {
        try
        {
            (policy, refusal) = (Read(root), null);
        }
        catch (PolicyFormatException fault)
        {
            (policy, refusal) = (null, fault.Refusal);
        }

        return policy is not null;
    }

    private static PolicyDocument Read(JsonElement root)
    {
        var node = new PolicyNode(root, string.Empty).Object(Top);
        return new PolicyDocument(
            node["name"].Text(128),
            node["version"].Text(64),
            node.Has("environment") ? ReadEnvironment(node["environment"]) : TrustEnvironment.Unstated,
            node.Has("valid_from") ? ReadTime(node["valid_from"]) : null,
            node.Has("valid_until") ? ReadTime(node["valid_until"]) : null,
            [.. node["issuers"].Items().Select(ReadIssuer)]);
    }

    private static PolicyIssuer ReadIssuer(PolicyNode node)
    {
        node = node.Object(Issuer);
        var id = PartyId.TryParse(node["id"].Text(8192), out var party) ? party : throw node["id"].Fault("a party");
        var dids = node.List("dids").Select(ReadDid).ToList();
        if (SelfCertifyingDid.Is(id.Value))
        {
            dids.Add(ReadDid(node["id"]));         // such a name is its own key
        }

        return new PolicyIssuer(id, [.. node.List("keys").Select(ReadKey)], [.. node.List("files").Select(ReadFile)], [.. dids], [.. node["may"].Items().Select(ReadGrant)]);
    }

    private static TrustGrant ReadGrant(PolicyNode node)
    {
        node = node.Object(Grant);
        var act = Acts.TryGetValue(node["act"].Text(64), out var found) ? found : throw node["act"].Fault("one of the acts");
        return new TrustGrant(act, [.. node["matters"].Items().Select(ReadPattern)], [.. node.List("for").Select(ReadPattern)]);
    }

    private static string ReadPattern(PolicyNode node)
    {
        var text = node.Text(8192);
        var star = text.IndexOf('*', StringComparison.Ordinal);
        return star < 0 || star == text.Length - 1 ? text : throw node.Fault("a name, or the beginning of one followed by an asterisk");
    }

    private static Jwk ReadKey(PolicyNode node)
    {
        if (!Jwk.TryRead(node.Element, out var jwk, out var refusal))
        {
            throw node.Fault(refusal);
        }

        return jwk.VerificationKey is not null ? jwk : throw node.Fault("a key for signatures");
    }

    private static DidSigningKey ReadDid(PolicyNode node) =>
        SelfCertifyingDid.Is(node.Text(8192)) && SelfCertifyingDid.TryResolve(node.Text(8192), out var key, out _) ? key : throw node.Fault("a did:key or did:jwk that signs");

    // A name alone: no policy leads out of its folder.
    private static string ReadFile(PolicyNode node)
    {
        var name = node.Text(255);
        return name.AsSpan().ContainsAny('/', '\\', '\0') || name.StartsWith('.') ? throw node.Fault("the name of a file beside the policy") : name;
    }

    private static TrustEnvironment ReadEnvironment(PolicyNode node) => node.Text(16) switch
    {
        "production" => TrustEnvironment.Production,
        "test" => TrustEnvironment.Test,
        _ => throw node.Fault("production or test"),
    };

    private static DateTimeOffset ReadTime(PolicyNode node) =>
        Rfc3339.TryParse(node.Text(64), out var time, out _) ? time : throw node.Fault("a time such as 2030-01-01T00:00:00Z");
}

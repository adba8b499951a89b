using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust;

/// <summary>What a file of trust holds. Its kind is told from its content, not from its name.</summary>
/// <param name="Keys">The keys in it.</param>
/// <param name="Certificates">The certificates in it.</param>
/// <param name="Policy">The policy that it is.</param>
internal sealed record TrustFileContent(ImmutableArray<PoolKey> Keys, ImmutableArray<Certificate> Certificates, PolicyDocument? Policy = null)
{
    private static readonly Refusal Unknown = TrustFile.Unreadable("A file of trust is neither a key, nor a key set, nor certificates, nor a policy.", null);

    private static readonly Refusal Mixed = new(TrustRefusalCodes.PolicyInvalid, "A file of trust is a key, a key set or a policy, and not several at once.");

    // "may" is what a policy says of one party: alone, it is no policy, and its keys must not be read without it.
    private static readonly string[] Kinds = ["keys", "kty", "issuers", "may"];

    /// <summary>Reads a file. Never throws for any bytes.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out TrustFileContent? content, [NotNullWhen(false)] out Refusal? refusal)
    {
        content = null;
        return bytes.Span switch
        {
            [0x30, ..] => TryReadDer(bytes, out content, out refusal),
            var text when text.IndexOf("-----BEGIN "u8) >= 0 => TryReadPem(text, out content, out refusal),
            _ => TryReadJson(bytes, out content, out refusal),
        };
    }

    private static bool TryReadDer(ReadOnlyMemory<byte> bytes, out TrustFileContent? content, [NotNullWhen(false)] out Refusal? refusal)
    {
        content = null;
        if (Certificate.TryParse(bytes, out var certificate, out _))
        {
            content = Of(certificate);
            refusal = null;
        }
        else if (VerificationKeys.TryFromSubjectPublicKeyInfo(bytes, out var key, out refusal))
        {
            content = new TrustFileContent([PoolKey.Of(key)], []);
        }
        else
        {
            refusal = refusal.Code is KeyRefusalCodes.Malformed ? Unknown : refusal;
        }

        return refusal is null;
    }

    private static bool TryReadPem(ReadOnlySpan<byte> bytes, out TrustFileContent? content, [NotNullWhen(false)] out Refusal? refusal)
    {
        content = null;
        if (bytes.IndexOf("PRIVATE KEY-----"u8) >= 0)
        {
            refusal = new Refusal(KeyRefusalCodes.PrivateInPublicSet, "A private key lies where only public keys may be.");
            return false;
        }

        var text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
        if (Pem.TryReadPublicKey(text, out var key, out refusal))
        {
            content = new TrustFileContent([PoolKey.Of(key)], []);
            return true;
        }

        if (refusal.Code is not PemRefusalCodes.Malformed || !Pem.TryReadCertificates(text, out var blocks, out refusal))
        {
            return false;
        }

        var certificates = ImmutableArray.CreateBuilder<Certificate>();
        foreach (var der in blocks)
        {
            if (!Certificate.TryParse(der, out var certificate, out refusal))
            {
                return false;
            }

            certificates.Add(certificate);
        }

        content = Of([.. certificates]);
        refusal = null;
        return true;
    }

    private static bool TryReadJson(ReadOnlyMemory<byte> bytes, out TrustFileContent? content, [NotNullWhen(false)] out Refusal? refusal)
    {
        content = null;
        if (!StrictJson.TryParse(bytes, JsonLimits.Document, out var document, out refusal))
        {
            refusal = refusal.Code is JsonRefusalCodes.Malformed ? Unknown : refusal;
            return false;
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind is not JsonValueKind.Object)
            {
                refusal = Unknown;
            }
            else if (Kinds.Count(kind => root.TryGetProperty(kind, out _)) > 1)
            {
                refusal = Mixed;        // a policy with a stray member must not be read as keys that may say anything
            }
            else if (root.TryGetProperty("keys", out _))
            {
                content = ReadSet(root, out refusal);
            }
            else if (root.TryGetProperty("kty", out _))
            {
                content = Jwk.TryRead(root, out var jwk, out refusal) && jwk.TryGetVerificationKey(out var key, out refusal)
                    ? new TrustFileContent([PoolKey.Of(key, jwk.KeyId)], [])
                    : null;
            }
            else if (root.TryGetProperty("issuers", out _))
            {
                content = PolicyReader.TryRead(root, out var policy, out refusal) ? new TrustFileContent([], [], policy) : null;
            }
            else
            {
                refusal = Unknown;
            }

            return content is not null;
        }
    }

    private static TrustFileContent Of(params ReadOnlySpan<Certificate> certificates) => new([], [.. certificates]);

    // Keys of an unknown kind, and keys to encrypt to, may lie in a set (RFC 7517, 5); a bad one may not lie in a set that is trusted.
    private static TrustFileContent? ReadSet(JsonElement root, out Refusal? refusal)
    {
        if (!JwkSet.TryRead(root, out var set, out refusal))
        {
            return null;
        }

        refusal = set.LeftOut.FirstOrDefault(reason => reason.Code is not KeyRefusalCodes.Unsupported);
        ImmutableArray<PoolKey> keys = [.. set.Keys.Where(jwk => jwk.VerificationKey is not null).Select(jwk => PoolKey.Of(jwk.VerificationKey!, jwk.KeyId))];
        refusal ??= keys.IsEmpty ? TrustFile.Unreadable("A key set holds no key that checks signatures.", null) : null;
        return refusal is null ? new TrustFileContent(keys, []) : null;
    }
}

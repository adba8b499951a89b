using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Cryptography;

/// <summary>A public key as a JSON Web Key (RFC 7517), parsed once and checked. Immutable and safe to share between threads.</summary>
public sealed partial class Jwk
{
    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

    private readonly KeyMaterial _material;

    private Jwk(JwkMembers members, KeyMaterial material, Digest thumbprint)
    {
        _material = material;
        KeyType = members.KeyType;
        Curve = members.Curve;
        KeyId = members.KeyId;
        Algorithm = members.Algorithm;
        Use = members.Use;
        KeyOperations = members.KeyOperations;
        X5c = members.Certificates;
        Thumbprint = thumbprint;
    }

    /// <summary>Gets its kind, <c>kty</c>: EC, OKP, RSA or AKP.</summary>
    public string KeyType { get; }

    /// <summary>Gets its curve, <c>crv</c>, which EC and OKP keys have.</summary>
    public string? Curve { get; }

    /// <summary>Gets its name, <c>kid</c>, as it came.</summary>
    public string? KeyId { get; }

    /// <summary>Gets the one algorithm it is meant for, <c>alg</c>, where it names one.</summary>
    public string? Algorithm { get; }

    /// <summary>Gets what it is meant for, <c>use</c>: <c>sig</c>, <c>enc</c>, or nothing.</summary>
    public string? Use { get; }

    /// <summary>Gets what it may do, <c>key_ops</c>; empty where it does not say.</summary>
    public ImmutableArray<string> KeyOperations { get; }

    /// <summary>Gets its certificates, <c>x5c</c>, leaf first, DER. The leaf holds this key; nothing else in them is checked here.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> X5c { get; }

    /// <summary>Gets the key for checking signatures, bound to <c>alg</c>; null when it must not be used so.</summary>
    public VerificationKey? VerificationKey { get; private init; }

    /// <summary>Gets its RFC 7638 thumbprint: of the required members only.</summary>
    public Digest Thumbprint { get; }

    /// <summary>Reads a public key. Never throws for any bytes.</summary>
    /// <param name="utf8">The JWK.</param>
    /// <param name="jwk">The key.</param>
    /// <param name="refusal">Why not: one of <see cref="KeyRefusalCodes"/>, <see cref="EncodingRefusalCodes"/> or <see cref="JsonRefusalCodes"/>.</param>
    /// <returns>Whether it is a good public key.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out Jwk? jwk, [NotNullWhen(false)] out Refusal? refusal)
    {
        jwk = null;
        if (!StrictJson.TryParse(utf8, JsonLimits.Token, out var document, out refusal))
        {
            return false;
        }

        using (document)
        {
            return TryRead(document.RootElement, out jwk, out refusal);
        }
    }

    /// <summary>Reads a public key that is part of a document read by <see cref="StrictJson"/>, such as <c>cnf</c>.</summary>
    /// <param name="element">The JWK.</param>
    /// <param name="jwk">The key.</param>
    /// <param name="refusal">Why not: one of <see cref="KeyRefusalCodes"/> or <see cref="EncodingRefusalCodes"/>.</param>
    /// <returns>Whether it is a good public key.</returns>
    public static bool TryRead(JsonElement element, [NotNullWhen(true)] out Jwk? jwk, [NotNullWhen(false)] out Refusal? refusal)
    {
        jwk = null;
        if (!JwkMembers.TryRead(element, out var members, out refusal))
        {
            return false;
        }

        foreach (var name in PrivateMembers)
        {
            if (element.TryGetProperty(name, out _))
            {
                refusal = KeyRefusals.PrivateInPublicSet;
                return false;
            }
        }

        if (!JwkMaterial.TryRead(element, members, out var material, out refusal) || !JwkMaterial.TryKey(material, out var key, out refusal))
        {
            return false;
        }

        EncryptionKey? encryption = null;
        if (key is null && !EncryptionKey.TryCreate(material, out encryption, out refusal))
        {
            return false;
        }

        // RFC 7517, 4.7: the key in the first certificate is this one.
        if (members.Certificates is [var leaf, ..] && !CertificateKey.IsIn(leaf.Span, material))
        {
            refusal = KeyRefusals.Malformed.At("/x5c/0");
            return false;
        }

        jwk = new Jwk(members, material, key?.Thumbprint ?? encryption!.Thumbprint)
        {
            VerificationKey = JwkMaterial.Bind(key, members),
            Encrypts = EncryptionKey.IsAllowedBy(members),
            _encryption = encryption,
        };
        return true;
    }

    /// <summary>Makes the JWK of a key.</summary>
    /// <param name="key">The key, made by this library.</param>
    /// <param name="keyId">Its name, <c>kid</c>, if it shall have one.</param>
    /// <returns>The JWK; it names its algorithm when the key has just one.</returns>
    /// <exception cref="ArgumentException">The key was not made by this library, so that its values are not known.</exception>
    public static Jwk From(VerificationKey key, string? keyId = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        var material = (key as ImportedKey)?.Material ?? throw new ArgumentException("The key was not made by VerificationKeys.", nameof(key));
        var curve = material.KeyType is KeyMaterial.Ec or KeyMaterial.Okp ? material.Parameter : null;
        var members = JwkMembers.Of(material.KeyType, curve, keyId, key.Algorithms is [var only] ? only.Jose : null);
        return new Jwk(members, material, key.Thumbprint) { VerificationKey = key };
    }

    /// <summary>Gets the key for checking signatures, or why it must not be used so.</summary>
    /// <param name="key">The key.</param>
    /// <param name="refusal">Why not: <see cref="KeyRefusalCodes.UseViolation"/>.</param>
    /// <returns>Whether it may.</returns>
    public bool TryGetVerificationKey([NotNullWhen(true)] out VerificationKey? key, [NotNullWhen(false)] out Refusal? refusal)
    {
        key = VerificationKey;
        refusal = key is null ? KeyRefusals.UseViolation : null;
        return key is not null;
    }

    /// <summary>Writes the key as a JSON object: its values, <c>kid</c>, <c>alg</c>, <c>use</c>, <c>key_ops</c>, <c>x5c</c>.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        _material.WriteTo(writer);
        JwkWriter.WriteMembers(writer, this);
        writer.WriteEndObject();
    }

    /// <summary>Writes the key as JSON.</summary>
    /// <returns>UTF-8.</returns>
    public byte[] ToUtf8()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }
}

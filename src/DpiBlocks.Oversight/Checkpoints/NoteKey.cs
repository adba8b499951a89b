using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Oversight;

/// <summary>A public key for notes, with its name and what it signs (C2SP signed-note, verifier keys). Immutable.</summary>
public sealed class NoteKey
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly byte[] _bytes;

    private NoteKey(string name, NoteSignatureKind kind, VerificationKey key, byte[] bytes)
    {
        (Name, Kind, Key, _bytes) = (name, kind, key, bytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)kind, .. bytes], hash);
        KeyId = BinaryPrimitives.ReadUInt32BigEndian(hash);
    }

    /// <summary>Gets the name of the log or witness.</summary>
    public string Name { get; }

    /// <summary>Gets what it signs.</summary>
    public NoteSignatureKind Kind { get; }

    /// <summary>Gets the key.</summary>
    public VerificationKey Key { get; }

    /// <summary>Gets the short name by which signatures refer to it: the first four bytes of SHA-256 over name, line feed, kind and key.</summary>
    public uint KeyId { get; }

    /// <summary>Makes one from a key.</summary>
    /// <param name="name">The name: not empty, without white space and plus; of a log, its origin.</param>
    /// <param name="key">The key.</param>
    /// <param name="kind">What it signs: <see cref="NoteSignatureKind.Ed25519"/> or <see cref="NoteSignatureKind.CosignatureV1"/> with an Ed25519 key, <see cref="NoteSignatureKind.MlDsa44"/> with an ML-DSA-44 key.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The name has not the form, or the key is of another kind.</exception>
    public static NoteKey Create(string name, VerificationKey key, NoteSignatureKind kind)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(key);
        return !NoteText.IsName(name) ? throw new ArgumentException("The name of a key has neither white space nor plus.", nameof(name))
            : AlgorithmOf(kind) is not { } algorithm || !key.Algorithms.Contains(algorithm) || !VerificationKeys.TryGetBytes(key, out var bytes)
                ? throw new ArgumentException("The key is of another kind.", nameof(key))
            : new NoteKey(name, kind, key, bytes);
    }

    /// <summary>Reads the text of a key: name, key id and key, parted by plus. Never throws for any text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="key">The key.</param>
    /// <param name="refusal">Why not: <see cref="AuditRefusalCodes.KeyMalformed"/>.</param>
    /// <returns>Whether it is one that is used here.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out NoteKey? key, [NotNullWhen(false)] out Refusal? refusal)
    {
        (key, refusal) = (null, NoteRefusals.Key);

        // The last part is base64, in which a plus may stand.
        if (text?.Split('+', 3) is not [var name, { Length: 8 } id, var encoded] || !NoteText.IsName(name)
            || id.AsSpan().ContainsAnyExcept(HexDigits) || !StrictBase64.TryDecode(encoded, out var bytes) || bytes.Length < 2)
        {
            return false;
        }

        var kind = (NoteSignatureKind)bytes[0];
        var material = bytes[1..];
        if (!TryReadKey(kind, material, out var verification))
        {
            return false;
        }

        var read = new NoteKey(name, kind, verification, material);
        if (read.KeyId != uint.Parse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))
        {
            return false;
        }

        (key, refusal) = (read, null);
        return true;
    }

    /// <summary>Gives the algorithm with which a kind of signature is made.</summary>
    internal static SignatureAlgorithm? AlgorithmOf(NoteSignatureKind kind) => kind switch
    {
        NoteSignatureKind.Ed25519 or NoteSignatureKind.CosignatureV1 => SignatureAlgorithm.Ed25519,
        NoteSignatureKind.MlDsa44 => SignatureAlgorithm.MlDsa44,
        _ => null,
    };

    /// <summary>Says whether a signature line names this key.</summary>
    internal bool IsNamedBy(NoteSignature signature) =>
        signature.KeyId == KeyId && string.Equals(signature.Name, Name, StringComparison.Ordinal);

    /// <summary>Writes the text of the key.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}+{KeyId:x8}+{Convert.ToBase64String([(byte)Kind, .. _bytes])}");

    private static bool TryReadKey(NoteSignatureKind kind, byte[] bytes, [NotNullWhen(true)] out VerificationKey? key)
    {
        key = null;
        return kind switch
        {
            NoteSignatureKind.Ed25519 or NoteSignatureKind.CosignatureV1 => VerificationKeys.TryFromEd25519(bytes, out key, out _),
            NoteSignatureKind.MlDsa44 => VerificationKeys.TryFromMlDsa(SignatureAlgorithm.MlDsa44, bytes, out key, out _),
            _ => false,
        };
    }
}

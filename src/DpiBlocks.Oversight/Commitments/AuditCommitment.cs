using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DpiBlocks.Oversight;

/// <summary>
/// Commits to an event without telling it. Only the commitment enters the log; the opening holds the personal data and can be erased, after which
/// the log is as verifiable as before and the commitment says nothing.
/// </summary>
/// <remarks>
/// The opening is 32 random bytes, the salt, and the event as canonical JSON (RFC 8785). The commitment is SHA-256 over the ASCII text
/// <c>dpiblocks/audit-commitment/v1</c>, a line feed, and the opening. Without the salt nobody can find out an event by trying, nor see which
/// commitments belong to one person.
/// </remarks>
public static class AuditCommitment
{
    /// <summary>The length of the salt in bytes.</summary>
    public const int SaltLength = 32;

    private static readonly Refusal NotOpened = new(AuditRefusalCodes.OpeningInvalid, "The opening is not that of the commitment.");

    private static ReadOnlySpan<byte> Domain => "dpiblocks/audit-commitment/v1\n"u8;

    /// <summary>Commits to an event, with a new salt.</summary>
    /// <param name="auditEvent">The event.</param>
    /// <returns>The commitment and its opening.</returns>
    /// <exception cref="ArgumentException">The event is larger than 256 KiB as JSON, has more than 10,000 fields, or its texts are not Unicode.</exception>
    public static AuditEntry Commit(AuditEvent auditEvent)
    {
        ArgumentNullException.ThrowIfNull(auditEvent);
        byte[] opening = [.. RandomNumberGenerator.GetBytes(SaltLength), .. AuditEventJson.Write(auditEvent)];
        return new AuditEntry(auditEvent.Shard, Hash(opening), opening);
    }

    /// <summary>Opens a commitment. Never throws for any bytes.</summary>
    /// <param name="entry">The commitment and what is said to be its opening.</param>
    /// <param name="auditEvent">The event that was committed to.</param>
    /// <param name="refusal">Why not: <see cref="AuditRefusalCodes.OpeningInvalid"/>.</param>
    /// <returns>Whether it is its opening, and the event belongs to the entry's shard.</returns>
    public static bool TryOpen(AuditEntry entry, [NotNullWhen(true)] out AuditEvent? auditEvent, [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(entry);
        auditEvent = entry.Opening.Length > SaltLength && Hash(entry.Opening.Span) == entry.Commitment
            && AuditEventJson.TryRead(entry.Opening[SaltLength..], entry.Shard, out var read) ? read : null;
        refusal = auditEvent is null ? NotOpened : null;
        return auditEvent is not null;
    }

    /// <summary>The entry of the log: the 32 bytes of the commitment.</summary>
    internal static byte[] ToEntry(Digest commitment)
    {
        var entry = new byte[MerkleTree.HashLength];
        commitment.CopyTo(entry);
        return entry;
    }

    private static Digest Hash(ReadOnlySpan<byte> opening)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Domain);
        hash.AppendData(opening);
        Span<byte> digest = stackalloc byte[MerkleTree.HashLength];
        hash.GetHashAndReset(digest);
        return new Digest(digest);
    }
}

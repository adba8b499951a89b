using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jose;

/// <content>The JSON serialization.</content>
public static partial class Jwe
{
    /// <summary>Decrypts the JSON serialization, flattened or general (RFC 7516, 7.2). Never throws for any bytes.</summary>
    /// <param name="utf8">The JSON.</param>
    /// <param name="keys">Our keys. The first recipient that is one of them counts.</param>
    /// <param name="profile">What it must look like.</param>
    /// <param name="jwe">What was in it.</param>
    /// <param name="refusal">Why not. Whatever is wrong with the encryption itself has the one code <see cref="JoseRefusalCodes.DecryptionFailed"/>.</param>
    /// <returns>Whether it was decrypted and is authentic.</returns>
    public static bool TryDecryptJson(
        ReadOnlyMemory<byte> utf8,
        IReadOnlyList<DecryptionKey> keys,
        JweProfile profile,
        [NotNullWhen(true)] out DecryptedJwe? jwe,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(profile);
        jwe = null;
        if (utf8.Span.IndexOf((byte)'{') != 0)
        {
            refusal = JweRefusals.Malformed;
            return false;
        }

        if (!StrictJson.TryParse(utf8, profile.Limits, out var document, out refusal))
        {
            return false;
        }

        using (document)
        {
            var root = document.RootElement;
            if (!JoinedHeader.TryRead(root, "protected"u8, "unprotected"u8, out var shared, out refusal))
            {
                return false;
            }

            using (shared)
            {
                return TryReadParts(root, shared, out var parts, out var aad, out refusal)
                    && TryListRecipients(root, profile, out var recipients, out refusal)
                    && TryDecrypt(shared, parts, aad, recipients, keys, profile, out jwe, out refusal);
            }
        }
    }

    private static bool TryReadParts(
        JsonElement root, JoinedHeader shared, [NotNullWhen(true)] out JweParts? parts, out byte[] aad, [NotNullWhen(false)] out Refusal? refusal)
    {
        (parts, aad) = (null, []);
        refusal = JweRefusals.Malformed;
        if (!TryText(root, "iv"u8, isNeeded: true, out var iv) || !TryText(root, "ciphertext"u8, isNeeded: true, out var ciphertext)
            || !TryText(root, "tag"u8, isNeeded: true, out var tag) || !TryText(root, "aad"u8, isNeeded: false, out var aadText))
        {
            return false;
        }

        refusal = JoseRefusals.Base64Url;
        if (!StrictBase64Url.TryDecode(iv, out var decodedIv) || !StrictBase64Url.TryDecode(ciphertext, out var decodedCiphertext)
            || !StrictBase64Url.TryDecode(tag, out var decodedTag) || !StrictBase64Url.TryDecode(aadText, out aad!))
        {
            aad ??= [];
            return false;
        }

        // RFC 7516, 5.1, step 14
        byte[] authenticated = aadText is null ? shared.Encoded : [.. shared.Encoded, Dot, .. Encoding.ASCII.GetBytes(aadText)];
        parts = new JweParts(decodedIv, decodedCiphertext, decodedTag, authenticated);
        refusal = null;
        return true;
    }

    // RFC 7516, 7.2: one form or the other.
    private static bool TryListRecipients(JsonElement root, JweProfile profile, out List<JsonElement> recipients, [NotNullWhen(false)] out Refusal? refusal)
    {
        recipients = [];
        refusal = JweRefusals.Malformed;
        if (!root.TryGetProperty("recipients"u8, out var list))
        {
            recipients.Add(root);
            refusal = null;
        }
        else if (list.ValueKind is JsonValueKind.Array && list.GetArrayLength() > 0
            && !root.TryGetProperty("header"u8, out _) && !root.TryGetProperty("encrypted_key"u8, out _))
        {
            refusal = list.GetArrayLength() > profile.MaxRecipients ? JweRefusals.TooManyRecipients : null;
            recipients = refusal is null ? [.. list.EnumerateArray()] : [];
        }

        return refusal is null;
    }

    private static bool TryDecrypt(
        JoinedHeader shared,
        JweParts parts,
        byte[] aad,
        List<JsonElement> recipients,
        IReadOnlyList<DecryptionKey> keys,
        JweProfile profile,
        [NotNullWhen(true)] out DecryptedJwe? jwe,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        jwe = null;
        refusal = null;
        foreach (var recipient in recipients)
        {
            if (!TryReadRecipient(shared, recipient, profile, out var header, out var encryptedKey, out var reason))
            {
                refusal ??= reason;
                continue;
            }

            // A content key that follows from one recipient's keys cannot be another's as well.
            reason = header.Algorithm.IsDirect && recipients.Count > 1
                ? JweRefusals.Malformed
                : parts.Decrypt(header, encryptedKey, keys, out var plaintext) is { } failed ? failed : Succeed(header, plaintext!, aad, out jwe);
            if (jwe is not null)
            {
                refusal = null;
                return true;
            }

            // What failed with a key of ours says most; that a recipient is somebody else says least.
            refusal = refusal is null || refusal == JweRefusals.KeyNotFound || reason == JweRefusals.DecryptionFailed ? reason : refusal;
        }

        refusal ??= JweRefusals.KeyNotFound;
        return false;
    }

    private static Refusal? Succeed(JweHeader header, byte[] plaintext, byte[] aad, out DecryptedJwe jwe)
    {
        jwe = new DecryptedJwe(header, plaintext) { AdditionalData = aad };
        return null;
    }

    private static bool TryReadRecipient(
        JoinedHeader shared,
        JsonElement recipient,
        JweProfile profile,
        [NotNullWhen(true)] out JweHeader? header,
        out byte[] encryptedKey,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        (header, encryptedKey) = (null, []);
        refusal = JweRefusals.Malformed;
        if (recipient.ValueKind is not JsonValueKind.Object
            || !TryText(recipient, "encrypted_key"u8, isNeeded: false, out var text)
            || (recipient.TryGetProperty("header"u8, out var own) && own.ValueKind is not JsonValueKind.Object)
            || JoinedHeader.Overlap(shared.Signed, own) || JoinedHeader.Overlap(shared.Unsigned, own))
        {
            return false;
        }

        if (!StrictBase64Url.TryDecode(text, out var decoded))
        {
            refusal = JoseRefusals.Base64Url;
            return false;
        }

        encryptedKey = decoded;
        return JweHeaderReader.TryRead(shared.Utf8, shared.Signed, [shared.Unsigned, own], profile, out header, out refusal);
    }

    private static bool TryText(JsonElement owner, ReadOnlySpan<byte> name, bool isNeeded, out string? text)
    {
        var found = owner.TryGetProperty(name, out var value);
        text = found && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        return found ? text is not null : !isNeeded;
    }
}

using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using DpiBlocks.Credentials.Hcert;
using DpiBlocks.Credentials.SdJwt;

namespace DpiBlocks.Credentials;

/// <summary>Tells the format of a credential from its bytes, its text or the text of its QR code, and reads it. Verifies nothing.</summary>
public static class CredentialReader
{
    private static readonly Refusal Unknown =
        new(CredentialRefusalCodes.FormatUnknown, "The content is not a credential of a known format.");

    // Asked in this order; the first that recognises the bytes alone reads them.
    private static readonly ImmutableArray<ICredentialFormat> Formats = [new HcertFormat(), new SdJwtFormat()];

    /// <summary>Reads a credential. Never throws for any bytes.</summary>
    /// <param name="data">The bytes, or the UTF-8 of the text; they must not change while the credential is in use.</param>
    /// <param name="credential">The credential, unverified.</param>
    /// <param name="refusal">Why not.</param>
    /// <returns>Whether it was read.</returns>
    public static bool TryRead(
        ReadOnlyMemory<byte> data, [NotNullWhen(true)] out Credential? credential, [NotNullWhen(false)] out Refusal? refusal)
    {
        foreach (var format in Formats)
        {
            if (format.Recognizes(data.Span))
            {
                return format.TryRead(data, out credential, out refusal);
            }
        }

        (credential, refusal) = (null, Unknown);
        return false;
    }

    /// <summary>Reads a credential from text. Never throws for any text.</summary>
    /// <param name="text">The text, such as that of a QR code.</param>
    /// <param name="credential">The credential, unverified.</param>
    /// <param name="refusal">Why not.</param>
    /// <returns>Whether it was read.</returns>
    public static bool TryRead(
        string text, [NotNullWhen(true)] out Credential? credential, [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryRead(Encoding.UTF8.GetBytes(text), out credential, out refusal);
    }
}

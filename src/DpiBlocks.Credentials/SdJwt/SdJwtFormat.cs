using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>SD-JWT VC, in the compact and in the JSON serialization.</summary>
internal sealed class SdJwtFormat : ICredentialFormat
{
    public string Name => CredentialFormats.SdJwtVc;

    // A header begins with a brace, and its base64url with "e" therefore; only an SD-JWT has a tilde.
    public bool Recognizes(ReadOnlySpan<byte> data) =>
        !data.IsEmpty && (data[0] == 'e' ? data.Contains((byte)'~') : SdJwtJson.Recognizes(data));

    public bool TryRead(
        ReadOnlyMemory<byte> data, [NotNullWhen(true)] out Credential? credential, [NotNullWhen(false)] out Refusal? refusal)
    {
        var read = SdJwtCredential.TryRead(data, SdJwtProfile.Read, out var sdJwt, out refusal);
        credential = sdJwt;
        return read;
    }
}

using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Credentials.Hcert;

/// <summary>Recognises the text of health certificates: two letters, a version, a colon. The version is judged when it is read.</summary>
internal sealed class HcertFormat : ICredentialFormat
{
    public string Name => CredentialFormats.Hcert;

    public bool Recognizes(ReadOnlySpan<byte> data) => data is [(byte)'H', (byte)'C', _, (byte)':', ..];

    public bool TryRead(
        ReadOnlyMemory<byte> data, [NotNullWhen(true)] out Credential? credential, [NotNullWhen(false)] out Refusal? refusal)
    {
        var isRead = HcertCredential.TryParse(data, out var read, out refusal);
        credential = read;
        return isRead;
    }
}

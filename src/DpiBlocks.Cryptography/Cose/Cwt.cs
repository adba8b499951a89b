namespace DpiBlocks.Cryptography.Cose;

/// <summary>Signs CBOR Web Tokens (RFC 8392). To read one: <see cref="CoseSign1"/>, and <see cref="CwtClaims"/> of its payload.</summary>
public static class Cwt
{
    /// <summary>Signs claims.</summary>
    /// <param name="signer">The signer.</param>
    /// <param name="content">The claims.</param>
    /// <param name="signing">What else the message says.</param>
    /// <param name="cancellationToken">Gives up waiting for the signer.</param>
    /// <returns>The token, a COSE_Sign1 message.</returns>
    public static ValueTask<byte[]> SignAsync(
        ISigner signer, CwtContent content, CoseSigning? signing = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        return CoseSign1.SignAsync(signer, content.Encode(), signing, cancellationToken);
    }
}

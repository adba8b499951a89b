using System.Collections.Immutable;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>A credential that needs only the issuer's signature. It holds every claim: as secret as the credential itself.</summary>
public sealed class PreparedSdJwtVc
{
    private readonly byte[] _payload;
    private readonly byte[] _disclosures;
    private readonly JwsSigningHeader _header;

    internal PreparedSdJwtVc(byte[] payload, byte[] disclosures, ImmutableArray<ReadOnlyMemory<byte>> certificates)
    {
        (_payload, _disclosures) = (payload, disclosures);
        _header = new JwsSigningHeader { Type = CredentialFormats.SdJwtVc, Certificates = certificates };
    }

    /// <summary>Gets what will be signed: the JWT claims set in UTF-8.</summary>
    public ReadOnlyMemory<byte> Payload => _payload;

    /// <summary>Signs.</summary>
    /// <param name="signer">The issuer's key, whose name is written as <c>kid</c>.</param>
    /// <param name="cancellationToken">Gives up waiting for the key.</param>
    /// <returns>The SD-JWT with all its disclosures, in ASCII.</returns>
    public async ValueTask<byte[]> SignAsync(ISigner signer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signer);
        var jws = await Jws.SignAsync(signer, _header, _payload, cancellationToken);
        var text = new byte[jws.Length + 1 + _disclosures.Length];
        jws.CopyTo(text, 0);
        text[jws.Length] = (byte)'~';
        _disclosures.CopyTo(text, jws.Length + 1);
        return text;
    }
}

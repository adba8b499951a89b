namespace DpiBlocks.AspNetCore;

/// <summary>The access token of a request as it came, from the one header that may hold it. Nothing in it is verified yet.</summary>
public sealed class AccessToken
{
    internal AccessToken(string value, string? proof) => (Value, Proof) = (value, proof);

    /// <summary>Gets the token.</summary>
    public string Value { get; }

    /// <summary>Gets the proof of possession that came with it, when it was sent under the scheme <c>DPoP</c> (RFC 9449, 7.1); null under <c>Bearer</c>.</summary>
    public string? Proof { get; }

    /// <summary>Gives the scheme under which it was sent.</summary>
    /// <returns><c>Bearer</c> or <c>DPoP</c>, never the token.</returns>
    public override string ToString() => Proof is null ? AccessTokens.AccessTokenReader.Bearer : AccessTokens.AccessTokenReader.DPoP;
}

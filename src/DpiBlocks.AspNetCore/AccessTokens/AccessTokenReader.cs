using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace DpiBlocks.AspNetCore.AccessTokens;

/// <summary>The one place where an access token is read from a request (RFC 6750, 2.1; RFC 9449, 7.1).</summary>
internal static class AccessTokenReader
{
    public const string Bearer = "Bearer";
    public const string DPoP = "DPoP";
    public const string Parameter = "access_token";

    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/");

    /// <summary>Reads it.</summary>
    /// <returns>The token, if there is one; or why the request is refused. Other schemes, such as a client's Basic, pass without a token.</returns>
    public static (AccessToken? Token, Problem? Refused) Read(HttpRequest request)
    {
        // RFC 6750, 2: never in more than one way; a query ends up in logs and histories, so that way is closed (RFC 9700, 4.3.2).
        var headers = request.Headers.Authorization;
        var proofs = request.Headers[DPoP];
        if (headers.Count > 1 || proofs.Count > 1 || request.Query.ContainsKey(Parameter))
        {
            return (null, WebProblems.TokenAmbiguous);
        }

        if (StringValues.IsNullOrEmpty(headers))
        {
            return (null, null);
        }

        var header = headers.ToString();
        var (scheme, token) = header.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end ? (header[..end], header[(end + 1)..]) : (header, string.Empty);
        var isBearer = scheme.Equals(Bearer, StringComparison.OrdinalIgnoreCase);
        if (!isBearer && !scheme.Equals(DPoP, StringComparison.OrdinalIgnoreCase))
        {
            return header.Contains(',', StringComparison.Ordinal) ? (null, WebProblems.TokenAmbiguous) : (null, null);
        }

        if (token.Contains(',', StringComparison.Ordinal))
        {
            return (null, WebProblems.TokenAmbiguous);
        }

        // One spelling only: what the application behind compares letter by letter must not differ from what stands before it.
        if (scheme is not Bearer and not DPoP || !IsToken(token) || (isBearer ? proofs.Count != 0 : proofs.Count != 1 || string.IsNullOrEmpty(proofs[0])))
        {
            return (null, WebProblems.TokenMalformed);
        }

        return (new AccessToken(token, isBearer ? null : proofs[0]), null);
    }

    // b64token = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
    private static bool IsToken(string text)
    {
        var token = text.AsSpan().TrimEnd('=');
        return token.Length > 0 && !token.ContainsAnyExcept(Letters);
    }
}

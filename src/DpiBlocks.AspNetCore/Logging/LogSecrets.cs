using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace DpiBlocks.AspNetCore.Logging;

/// <summary>Knows what must not be in a log: the secrets that the request at hand came with, and what has the shape of a token or a key.</summary>
internal sealed class LogSecrets(IHttpContextAccessor requests)
{
    private const string Removed = "[removed]";
    private const int Shortest = 4;      // a shorter value would tear holes into every text

    private static readonly string[] Headers = ["Authorization", "DPoP", "Cookie", "Proxy-Authorization"];
    private static readonly SearchValues<char> TokenLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~");

    // The secret members of a JWK (RFC 7518, 6.2.2, 6.3.2, 6.4), and of one whose key is ML-DSA.
    private static readonly string[] SecretMembers = ["\"d\"", "\"p\"", "\"q\"", "\"dp\"", "\"dq\"", "\"qi\"", "\"k\"", "\"priv\""];

    public LogEntry RemoveFrom<TState>(TState state, string text)
    {
        var own = OfRequest();
        var values = state is IReadOnlyList<KeyValuePair<string, object?>> named
            ? named.Select(value => KeyValuePair.Create(value.Key, RemoveFrom(value.Value, own))).ToArray()
            : [];
        return new LogEntry(Remove(text, own), values);
    }

    private static object? RemoveFrom(object? value, List<string> own) =>
        value is null or bool or int or long or double or decimal or Enum or DateTimeOffset or TimeSpan ? value : Remove(value.ToString() ?? string.Empty, own);

    private List<string> OfRequest()
    {
        var own = new List<string>();
        if (requests.HttpContext?.Request is { } request)
        {
            foreach (var header in Headers.SelectMany(name => request.Headers[name]).OfType<string>())
            {
                own.Add(header);
                own.Add(header[(header.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            }

            own.AddRange(request.Query.SelectMany(parameter => parameter.Value).OfType<string>());
            own.Add(request.QueryString.Value ?? string.Empty);
            own.RemoveAll(value => value.Length < Shortest);
        }

        return own;
    }

    private static string Remove(string text, List<string> own)
    {
        foreach (var value in own)
        {
            text = text.Replace(value, Removed, StringComparison.Ordinal);
        }

        text = Remove(text, "eyJ", static rest => rest.IndexOfAnyExcept(TokenLetters));      // how a compact JWS, JWE or SD-JWT begins
        text = Remove(text, "-----BEGIN", static rest => rest.IndexOf("-----END", StringComparison.Ordinal));
        foreach (var member in SecretMembers)
        {
            text = Remove(text, member, EndOfValue);
        }

        return text;
    }

    // Everything from where it begins to where it ends; to the end of the text where it does not.
    private static string Remove(string text, string begin, Func<ReadOnlySpan<char>, int> end)
    {
        if (!text.Contains(begin, StringComparison.Ordinal))
        {
            return text;
        }

        var kept = new StringBuilder();
        var rest = text.AsSpan();
        while (rest.IndexOf(begin, StringComparison.Ordinal) is >= 0 and var start)
        {
            kept.Append(rest[..start]).Append(Removed);
            rest = rest[(start + begin.Length)..];
            rest = end(rest) is >= 0 and var length ? rest[length..] : [];
        }

        return kept.Append(rest).ToString();
    }

    // Of a member, the end of its text; what is not followed by a text is no member.
    private static int EndOfValue(ReadOnlySpan<char> rest)
    {
        var value = rest.TrimStart(" \t\r\n:");
        var at = rest.Length - value.Length;
        return value is not ['"', ..] ? at : value[1..].IndexOf('"') is >= 0 and var length ? at + length + 2 : -1;
    }
}

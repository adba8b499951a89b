using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.StatusLists;

/// <summary>One file with a published list.</summary>
internal sealed class StatusListFile
{
    private readonly string _path;
    private ReadOnlyMemory<byte> _content;

    private StatusListFile(string path, ReadOnlyMemory<byte> content, DateTimeOffset issuedAt) => (_path, _content, IssuedAt) = (path, content, issuedAt);

    public DateTimeOffset IssuedAt { get; }

    public long KeptBytes => _content.Length;

    public static bool TryOpen(
        string path,
        out string mediaType,
        [NotNullWhen(true)] out StatusListToken? token,
        [NotNullWhen(true)] out StatusListFile? file,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        var content = Trim(File.ReadAllBytes(path));
        var isText = content.Span.StartsWith("ey"u8);      // how every JWS begins
        mediaType = isText ? StatusListMediaTypes.Jwt : StatusListMediaTypes.Cwt;
        var isRead = isText
            ? StatusListToken.TryParseJwt(content, out token, out refusal)
            : StatusListToken.TryParseCwt(content, out token, out refusal);
        file = isRead ? new StatusListFile(path, content, token!.Validity.IssuedAt!.Value) : null;
        return isRead;
    }

    public void Forget() => _content = default;

    public bool TryRead(out ReadOnlyMemory<byte> content)
    {
        content = _content;
        try
        {
            content = content.IsEmpty ? Trim(File.ReadAllBytes(_path)) : content;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;      // it was there when the folder was opened
        }

        return !content.IsEmpty;
    }

    // Editors and shells end a text with a line break; binary is left as it is.
    private static ReadOnlyMemory<byte> Trim(byte[] bytes) =>
        bytes.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("ey"u8) ? bytes.AsMemory().Trim(" \t\r\n"u8) : bytes;
}

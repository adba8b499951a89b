using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Trust;

/// <summary>Which file of a folder stands for which address.</summary>
internal static class DocumentIndex
{
    public const string FileName = "addresses.json";

    private static readonly (int Required, string[] Names) Entry = (1, ["file", "media_type", "obtained_at"]);

    /// <summary>Reads <c>addresses.json</c>: an object of addresses, each with the name of a file or an object about it.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8, string folder, [NotNullWhen(true)] out Dictionary<string, DocumentFile>? files, [NotNullWhen(false)] out Refusal? refusal)
    {
        files = null;
        if (!StrictJson.TryParse(utf8, JsonLimits.Document with { MaxMembers = 10_000 }, out var document, out refusal))
        {
            return false;
        }

        using (document)
        {
            try
            {
                files = Read(new PolicyNode(document.RootElement, string.Empty), folder);
                return true;
            }
            catch (PolicyFormatException fault)
            {
                refusal = TrustFile.Unreadable("The index of documents has not the right form.", FileName + "#" + fault.Refusal.Location);
                return false;
            }
        }
    }

    /// <summary>Reads the names of files that are addresses, percent-encoded; other names stand for nothing.</summary>
    public static Dictionary<string, DocumentFile> OfNames(IEnumerable<string> paths)
    {
        var files = new Dictionary<string, DocumentFile>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var name = Path.GetFileName(path);
            var address = Uri.UnescapeDataString(name);
            if (Uri.TryCreate(address, UriKind.Absolute, out _) && string.Equals(Uri.EscapeDataString(address), name, StringComparison.Ordinal))
            {
                files[address] = new DocumentFile(path, null, null);
            }
        }

        return files;
    }

    private static Dictionary<string, DocumentFile> Read(PolicyNode root, string folder)
    {
        if (root.Element.ValueKind is not JsonValueKind.Object)
        {
            throw root.Fault("an object");
        }

        var files = new Dictionary<string, DocumentFile>(StringComparer.Ordinal);
        foreach (var member in root.Element.EnumerateObject())
        {
            var node = new PolicyNode(member.Value, "/" + member.Name);
            files[member.Name] = member.Value.ValueKind is JsonValueKind.String
                ? new DocumentFile(PathOf(node, folder), null, null)
                : Read(node.Object(Entry), folder, node);
        }

        return files;
    }

    private static DocumentFile Read(PolicyNode entry, string folder, PolicyNode node)
    {
        var obtained = default(DateTimeOffset?);
        if (entry.Has("obtained_at"))
        {
            obtained = Rfc3339.TryParse(entry["obtained_at"].Text(64), out var time, out _) ? time : throw node.Fault("a time");
        }

        return new DocumentFile(PathOf(entry["file"], folder), entry.Has("media_type") ? entry["media_type"].Text(255) : null, obtained);
    }

    // A name alone, of a file that is there: no index leads out of its folder.
    private static string PathOf(PolicyNode node, string folder)
    {
        var name = node.Text(255);
        var path = Path.Combine(folder, name);
        return !name.AsSpan().ContainsAny('/', '\\', '\0') && !name.StartsWith('.') && File.Exists(path) ? path : throw node.Fault("the name of a file beside the index");
    }
}

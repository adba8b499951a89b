using System.Diagnostics.CodeAnalysis;
using System.Security;

namespace DpiBlocks.Trust;

/// <summary>Documents from a folder, for when there is no network.</summary>
/// <remarks>
/// <para>Which file stands for which address is said by <c>addresses.json</c> in the folder: an object whose members are addresses, letter
/// for letter, and whose values are the name of a file, or <c>{"file": …, "media_type": …, "obtained_at": …}</c>. Without it, each file
/// whose name is an address, percent-encoded whole (<c>https%3A%2F%2Fexample.gov%2Fx</c>), stands for that address.</para>
/// <para>A file without a stated media type is taken to be what is asked for. One without <c>obtained_at</c> counts as obtained when it was
/// last changed. No path is ever made from an address. Safe to share between threads.</para>
/// </remarks>
public sealed class FileDocumentSource : IDocumentSource
{
    private const int MaxFiles = 10_000;

    private readonly Dictionary<string, DocumentFile> _files;
    private readonly TimeProvider _time;

    private FileDocumentSource(Dictionary<string, DocumentFile> files, TimeProvider time) => (_files, _time) = (files, time);

    /// <summary>Gets how many addresses it has documents for.</summary>
    public int Count => _files.Count;

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The folder; not from untrusted text.</param>
    /// <param name="time">The clock, for callers that demand a document of a certain age.</param>
    /// <param name="source">The source.</param>
    /// <param name="refusal">Why not: <see cref="TrustRefusalCodes.Unreadable"/>, or one of <see cref="JsonRefusalCodes"/>.</param>
    /// <returns>Whether it could be opened.</returns>
    public static bool TryOpen(
        string folder, TimeProvider time, [NotNullWhen(true)] out FileDocumentSource? source, [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(time);
        source = null;
        try
        {
            refusal = Open(folder, out var files);
            source = refusal is null ? new FileDocumentSource(files, time) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SecurityException)
        {
            refusal = TrustFile.Unreadable("The folder of documents cannot be read.", null);
        }

        return source is not null;
    }

    /// <inheritdoc/>
    public async ValueTask<SourcedDocument?> FindAsync(
        Uri address, string mediaType, TimeSpan? maxAge = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!_files.TryGetValue(address.OriginalString, out var file)
            || (file.MediaType is { } stated && !string.Equals(stated, mediaType, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        try
        {
            var info = new FileInfo(file.Path);
            var obtained = file.ObtainedAt ?? info.LastWriteTimeUtc;
            if (info.Length == 0 || info.Length > JsonLimits.StatusList.MaxBytes || (maxAge is { } age && _time.GetUtcNow() - obtained > age))
            {
                return null;
            }

            var content = await File.ReadAllBytesAsync(file.Path, cancellationToken);
            return new SourcedDocument(content, new Source(address.OriginalString, Digest.Of(content), obtained) { Framework = "file" });
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SecurityException)
        {
            return null;
        }
    }

    private static Refusal? Open(string folder, out Dictionary<string, DocumentFile> files)
    {
        files = [];
        if (!Directory.Exists(folder))
        {
            return TrustFile.Unreadable("The folder of documents is not there.", null);
        }

        var index = Path.Combine(folder, DocumentIndex.FileName);
        if (File.Exists(index))
        {
            if (!TrustFile.TryReadAll(index, out var read, out var refusal) || !DocumentIndex.TryRead(read[0].Content, folder, out var indexed, out refusal))
            {
                return refusal;
            }

            files = indexed;
            return null;
        }

        var paths = Directory.EnumerateFiles(folder).Take(MaxFiles + 1).ToList();
        files = DocumentIndex.OfNames(paths);
        return paths.Count > MaxFiles ? TrustFile.Unreadable("The folder of documents holds more files than are allowed.", null) : null;
    }
}

using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.StatusLists;

/// <summary>Published lists from a file, or from a folder of them, for when there is no network. Each is found by the address it gives itself, and then verified like any other.</summary>
/// <remarks>
/// A file does not prove when it was fetched, and copying it must not make it younger: so a list counts as obtained when it was issued,
/// and its time to live runs from there. Of two files of one list and form the later issued counts. Safe to share between threads.
/// </remarks>
public sealed class StatusListFiles : IDocumentSource
{
    private const int MaxFiles = 10_000;
    private const long MaxKeptBytes = 64 * 1024 * 1024;

    private readonly Dictionary<(string Address, string MediaType), StatusListFile> _files = [];
    private readonly TimeProvider _time;

    private StatusListFiles(TimeProvider time) => _time = time;

    /// <summary>Gets how many lists there are.</summary>
    public int Count => _files.Count;

    /// <summary>Opens a file or a folder. In a folder, and only in it, what is no published list is passed over.</summary>
    /// <param name="path">The path; not from untrusted text.</param>
    /// <param name="time">The clock, for callers that demand a list of a certain age.</param>
    /// <param name="files">The lists.</param>
    /// <param name="refusal">Why not: <c>status.unavailable</c> when it cannot be read, or why the one file is no published list.</param>
    /// <returns>Whether it is open.</returns>
    public static bool TryOpen(
        string path, TimeProvider time, [NotNullWhen(true)] out StatusListFiles? files, [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(time);
        var candidate = new StatusListFiles(time);
        try
        {
            refusal = Directory.Exists(path) ? candidate.AddFolder(path) : candidate.AddFile(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            refusal = new Refusal(StatusListRefusalCodes.Unavailable, "The file or folder of status lists cannot be read.");
        }

        files = refusal is null ? candidate : null;
        return files is not null;
    }

    /// <inheritdoc/>
    public ValueTask<SourcedDocument?> FindAsync(
        Uri address, string mediaType, TimeSpan? maxAge = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        var isThere = _files.TryGetValue((address.OriginalString, mediaType), out var file);
        var isYoung = isThere && (maxAge is not { } age || _time.GetUtcNow() - file!.IssuedAt <= age);
        return ValueTask.FromResult(isYoung && file!.TryRead(out var content)
            ? new SourcedDocument(content, new Source(address.OriginalString, Digest.Of(content.Span), file.IssuedAt) { IssuedAt = file.IssuedAt, Framework = "file" })
            : null);
    }

    private Refusal? AddFolder(string folder)
    {
        var paths = Directory.EnumerateFiles(folder).Take(MaxFiles + 1).Order(StringComparer.Ordinal).ToList();
        if (paths.Count > MaxFiles)
        {
            return new Refusal(StatusListRefusalCodes.TooLarge, "The folder has more files than are read.");
        }

        paths.ForEach(path => AddFile(path));
        return null;
    }

    private Refusal? AddFile(string path)
    {
        if (new FileInfo(path).Length > JsonLimits.StatusList.MaxBytes)
        {
            return new Refusal(StatusListRefusalCodes.TooLarge, "The file is larger than a status list may be.");
        }

        if (!StatusListFile.TryOpen(path, out var mediaType, out var token, out var file, out var refusal))
        {
            return refusal;
        }

        var name = (token.Address, mediaType);
        if (!_files.TryGetValue(name, out var other) || other.IssuedAt < file.IssuedAt)
        {
            _files[name] = file;
        }

        if (_files.Values.Sum(kept => kept.KeptBytes) > MaxKeptBytes)
        {
            file.Forget();      // it is read again when it is asked for
        }

        return null;
    }
}

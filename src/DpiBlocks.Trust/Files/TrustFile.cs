using System.Diagnostics.CodeAnalysis;
using System.Security;

namespace DpiBlocks.Trust;

/// <summary>One file of trust, as it lay there.</summary>
/// <param name="Name">Its name without its folder.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="WrittenAt">When it was last written.</param>
internal sealed record TrustFile(string Name, ReadOnlyMemory<byte> Content, DateTimeOffset WrittenAt)
{
    internal const int MaxBytes = 1024 * 1024;
    private const int MaxFiles = 10_000;
    private const long MaxTotal = 64 * 1024 * 1024;

    /// <summary>Reads every file of a folder, or the one file. Never throws for what lies there.</summary>
    public static bool TryReadAll(string path, [NotNullWhen(true)] out List<TrustFile>? files, [NotNullWhen(false)] out Refusal? refusal) =>
        TryRead(path, Directory.Exists(path), out files, out refusal);

    /// <summary>Reads a file, which is no folder. Never throws for what lies there.</summary>
    public static bool TryReadOne(string path, [NotNullWhen(true)] out TrustFile? file, [NotNullWhen(false)] out Refusal? refusal)
    {
        file = TryRead(path, isFolder: false, out var files, out refusal) ? files[0] : null;
        return file is not null;
    }

    private static bool TryRead(string path, bool isFolder, [NotNullWhen(true)] out List<TrustFile>? files, [NotNullWhen(false)] out Refusal? refusal)
    {
        files = null;
        try
        {
            refusal = isFolder ? ReadFolder(Path.GetFullPath(path), out files) : ReadOne(new FileInfo(path), out files);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SecurityException)
        {
            refusal = Unreadable("The trust cannot be read from the disk.", Path.GetFileName(path));
        }

        files = refusal is null ? files : null;
        return files is not null;
    }

    public static Refusal Unreadable(string message, string? name) => new(TrustRefusalCodes.Unreadable, message) { Location = name };

    private static Refusal? ReadFolder(string folder, out List<TrustFile> files)
    {
        files = [];
        var total = 0L;
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (entry.Name.StartsWith('.'))
            {
                continue;      // hidden, as the folders are in which a cluster mounts its secrets
            }

            if (files.Count == MaxFiles)
            {
                return Unreadable("The folder of trust holds more files than are allowed.", null);
            }

            if (entry is not FileInfo file)
            {
                return Unreadable("A folder of trust holds files alone.", entry.Name);
            }

            if (file.LinkTarget is not null && !IsWithin(folder, file))
            {
                return Unreadable("A link leads out of the folder of trust.", entry.Name);
            }

            if (ReadOne(file, out var read) is { } refusal)
            {
                return refusal;
            }

            total += read[0].Content.Length;
            if (total > MaxTotal)
            {
                return Unreadable("The folder of trust is larger than is allowed.", null);
            }

            files.AddRange(read);
        }

        return null;
    }

    private static bool IsWithin(string folder, FileInfo link) =>
        link.ResolveLinkTarget(returnFinalTarget: true) is { } target
        && Path.GetFullPath(target.FullName).StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static Refusal? ReadOne(FileInfo file, out List<TrustFile> read)
    {
        read = [];
        var info = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        if (!info.Exists || info.Length == 0)
        {
            return Unreadable("A file of trust is missing or empty.", file.Name);      // so are devices and pipes, which are never opened
        }

        if (info.Length > MaxBytes)
        {
            return Unreadable("A file of trust is larger than is allowed.", file.Name);
        }

        using var stream = new FileStream(info.FullName, FileMode.Open, FileAccess.Read, FileShare.Read);
        var buffer = new byte[MaxBytes + 1];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (length > MaxBytes)
        {
            return Unreadable("A file of trust is larger than is allowed.", file.Name);
        }

        read.Add(new TrustFile(file.Name, buffer.AsMemory(0, length).ToArray(), info.LastWriteTimeUtc));
        return null;
    }
}

using System.Collections.Concurrent;
using System.Globalization;

namespace DpiBlocks.Cryptography;

/// <summary>Signers in a folder of private JWKs, one file for each key, readable by their owner alone.</summary>
/// <remarks>
/// The files lie in <c>folder/TENANT/USE/000001.jwk</c>; the highest number signs, so a key is rotated by adding one. The folder
/// <c>_</c> in the place of TENANT or USE serves all that have none of their own. Characters that mean something to a file system are
/// written as <c>%XX</c>; no name from outside reaches it. Safe to share between threads, and several processes may use one folder.
/// </remarks>
public sealed class FileKeyStore : IKeyStore, IDisposable
{
    private const string Any = "_";
    private const string Pattern = "*.jwk";

    private readonly string _folder;
    private readonly ConcurrentDictionary<string, SigningKey> _read = new(StringComparer.Ordinal);

    /// <summary>Initializes a new instance of the <see cref="FileKeyStore"/> class.</summary>
    /// <param name="folder">The folder; it is made, private, when it is not there.</param>
    /// <exception cref="IOException">Others than its owner may write to the folder.</exception>
    public FileKeyStore(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _folder = Path.GetFullPath(folder);
        PrivateFolder.Make(_folder);
    }

    /// <summary>Adds a key, which signs from now on.</summary>
    /// <param name="key">The key.</param>
    /// <param name="tenant">For whom it signs; null for every tenant that has none of its own.</param>
    /// <param name="use">What it signs, a media type; null for everything that has none of its own.</param>
    /// <exception cref="IOException">The disk fails, or others than its owner may write to the folder.</exception>
    public void Add(SigningKey key, TenantId? tenant = null, string? use = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        var owner = Path.Combine(_folder, NameOf(tenant?.Value));
        var folder = Path.Combine(owner, NameOf(use));
        PrivateFolder.Make(owner);
        PrivateFolder.Make(folder);
        while (true)
        {
            var path = Path.Combine(folder, $"{(NumberOf(Newest(folder)) + 1).ToString("D6", CultureInfo.InvariantCulture)}.jwk");
            try
            {
                KeyFile.Write(path, key);
                return;
            }
            catch (IOException) when (File.Exists(path))
            {
                // another process took the number
            }
        }
    }

    /// <summary>Finds the signer of a tenant for a use, else of the tenant, else for the use, else the one for everything.</summary>
    /// <inheritdoc/>
    /// <exception cref="IOException">The file or its folder is open to others, is a link, or holds no good key; or the disk fails.</exception>
    public ValueTask<ISigner?> FindSignerAsync(TenantId tenant, string use, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(use);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<ISigner?>(
            Find(NameOf(tenant.Value), NameOf(use)) ?? Find(NameOf(tenant.Value), Any) ?? Find(Any, NameOf(use)) ?? Find(Any, Any));
    }

    /// <summary>Overwrites and frees the keys that were read.</summary>
    public void Dispose()
    {
        foreach (var key in _read.Values)
        {
            key.Dispose();
        }
    }

    private static string NameOf(string? name) => name is null ? Any : FileNames.Escape(name);

    private static string? Newest(string folder) =>
        Directory.EnumerateFiles(folder, Pattern).Where(path => NumberOf(path) > 0).MaxBy(NumberOf);

    private static int NumberOf(string? path) =>
        int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private SigningKey? Find(string owner, string use)
    {
        var folder = Path.Combine(_folder, owner, use);
        if (!Directory.Exists(folder))
        {
            return null;
        }

        PrivateFolder.Check(_folder);
        PrivateFolder.Check(Path.Combine(_folder, owner));
        PrivateFolder.Check(folder);
        if (Newest(folder) is not { } path)
        {
            return null;
        }

        // A file never changes under its name: a new key has a new number.
        return _read.TryGetValue(path, out var known) ? known : Read(path);
    }

    private SigningKey Read(string path)
    {
        if (!KeyFile.TryRead(path, out var key, out var refusal))
        {
            throw new IOException($"A file of the key store cannot be used ({refusal.Code}): {refusal.Message}");
        }

        var kept = _read.GetOrAdd(path, key);
        if (kept != key)
        {
            key.Dispose();
        }

        return kept;
    }
}

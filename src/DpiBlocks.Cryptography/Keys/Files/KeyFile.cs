using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DpiBlocks.Cryptography;

/// <summary>A private key in a file of its own: a private JWK that only its owner may read (mode 0600).</summary>
/// <remarks>On Windows, where files have no such mode, the rights of the folder must protect it.</remarks>
public static class KeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads a signing key.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The key, to be disposed by the caller.</param>
    /// <param name="refusal">Why not: one of <see cref="KeyFileRefusalCodes"/>, or what <see cref="SigningKey.TryParseJwk"/> found.</param>
    /// <returns>Whether the file is private and holds a signing key.</returns>
    /// <exception cref="IOException">There is no such file, or the disk fails.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not read it.</exception>
    public static bool TryRead(string path, [NotNullWhen(true)] out SigningKey? key, [NotNullWhen(false)] out Refusal? refusal)
    {
        key = null;
        if (!TryReadBytes(path, out var utf8, out refusal))
        {
            return false;
        }

        var read = SigningKey.TryParseJwk(utf8, out key, out refusal);
        CryptographicOperations.ZeroMemory(utf8);
        return read;
    }

    /// <summary>Writes a signing key. The file appears whole or not at all, and is private from its first moment.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The key.</param>
    /// <param name="overwrite">Whether to replace a file that is there; a link is replaced, never followed.</param>
    /// <exception cref="IOException">The file is there already, or the disk fails.</exception>
    public static void Write(string path, SigningKey key, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(key);
        var utf8 = key.ExportPrivateJwk();
        try
        {
            WriteBytes(path, utf8, overwrite);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(utf8);
        }
    }

    private static bool TryReadBytes(string path, [NotNullWhen(true)] out byte[]? utf8, [NotNullWhen(false)] out Refusal? refusal)
    {
        (utf8, refusal) = (null, null);
        if (new FileInfo(path).LinkTarget is not null)
        {
            refusal = new Refusal(KeyFileRefusalCodes.Link, "The key file is a symbolic link.");
            return false;
        }

        using var handle = File.OpenHandle(path);

        // Asked of the open file, which nobody can exchange any more.
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(handle) & ~OwnerOnly) is not UnixFileMode.None)
        {
            refusal = new Refusal(KeyFileRefusalCodes.Exposed, "Others than its owner may use the key file: set its mode to 0600.");
            return false;
        }

        var length = RandomAccess.GetLength(handle);
        if (length > MaxBytes)
        {
            refusal = new Refusal(KeyFileRefusalCodes.TooLarge, "The key file is too large to be a key.");
            return false;
        }

        var bytes = new byte[length];
        utf8 = bytes[..RandomAccess.Read(handle, bytes, 0)];
        CryptographicOperations.ZeroMemory(bytes);
        return true;
    }

    private static void WriteBytes(string path, ReadOnlySpan<byte> utf8, bool overwrite)
    {
        var temporary = $"{path}.{RandomNumberGenerator.GetHexString(32, lowercase: true)}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            using (var file = new FileStream(temporary, options))
            {
                file.Write(utf8);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite);
        }
        finally
        {
            File.Delete(temporary);         // nothing is there when it was moved
        }
    }
}

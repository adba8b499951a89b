using System.Security.Cryptography;

namespace DpiBlocks.Cli;

/// <summary>Reads inputs within bounds, and writes outputs without destroying what is there.</summary>
internal static class Files
{
    public const string StandardInput = "-";

    /// <summary>Reads a file, or standard input for <c>-</c>; never more than the limit, whatever the other end sends.</summary>
    public static byte[] Read(string path, int limit)
    {
        try
        {
            using var stream = path == StandardInput ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read);
            using var content = new MemoryStream();
            var buffer = new byte[16 * 1024];
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                content.Write(buffer, 0, read);
                if (content.Length > limit)
                {
                    throw new CliException($"{Name(path)} is larger than the {limit / 1024} KiB that are allowed here.");
                }
            }

            return content.ToArray();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new CliException($"{Name(path)} cannot be read: {Reason(failure)}");
        }
    }

    /// <summary>Reads a credential. An editor or a shell ends a text with a line feed, which is no part of it; CBOR never begins as text does.</summary>
    public static ReadOnlyMemory<byte> ReadCredential(string path)
    {
        ReadOnlyMemory<byte> content = Read(path, JsonLimits.Presentation.MaxBytes);
        var ends = content.IsEmpty || content.Span[0] >= 0x80 ? 0 : content.Span.EndsWith("\r\n"u8) ? 2 : content.Span.EndsWith("\n"u8) ? 1 : 0;
        return content[..^ends];
    }

    /// <summary>Says early that an output file will not be replaced, before anything is done that cannot be undone.</summary>
    public static void RefuseToReplace(string? path, bool force)
    {
        if (path is not null && !force && File.Exists(path))
        {
            throw new CliException($"{path} exists already. Give another name, or --force to replace it.");
        }
    }

    /// <summary>Writes a file, whole or not at all; refuses to replace one unless forced to. A secret is readable by its owner alone.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content, bool force, bool secret = false)
    {
        RefuseToReplace(path, force);
        try
        {
            // Written beside it first, so that a full disk takes nothing away and nobody reads half a file.
            var full = Path.GetFullPath(path);
            var beside = $"{full}.{Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}.new";
            try
            {
                WriteNew(beside, content, secret);
                File.Move(beside, full, force);
            }
            finally
            {
                File.Delete(beside);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            RefuseToReplace(path, force);      // somebody else made it in the meantime
            throw new CliException($"{path} cannot be written: {Reason(failure)}");
        }
    }

    private static void WriteNew(string path, ReadOnlySpan<byte> content, bool secret)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (secret && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Writes a text to a file, or prints it where none is named.</summary>
    public static void WriteOrPrint(string? path, byte[] text, bool force)
    {
        if (path is null)
        {
            Console.WriteLine(System.Text.Encoding.UTF8.GetString(text));
        }
        else
        {
            Write(path, text, force);
        }
    }

    public static string Name(string path) => path == StandardInput ? "Standard input" : path;

    private static string Reason(Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file.",
        UnauthorizedAccessException => "it is a folder, or access is denied.",
        _ => failure.Message,
    };
}

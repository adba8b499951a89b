using System.Security.Cryptography;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Cli;

/// <summary>Reads the keys that a command names.</summary>
internal static class Keys
{
    /// <summary>Reads a private key; refuses a file that others on this machine can read.</summary>
    public static SigningKey ReadPrivate(string path)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path))
        {
            var others = File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (others != 0)
            {
                throw new CliException($"{path} holds a private key and can be read by others. Protect it first: chmod 600 {path}");
            }
        }

        var content = Files.Read(path, JsonLimits.Token.MaxBytes);
        try
        {
            return SigningKey.TryParseJwk(content, out var key, out var refusal)
                ? key
                : throw new CliException($"{path} is not a private key as a JWK: {Report.Sentence(refusal)}");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>Reads a public key.</summary>
    public static Jwk ReadPublic(string path) =>
        Jwk.TryParse(Files.Read(path, JsonLimits.Token.MaxBytes), out var key, out var refusal)
            ? key
            : throw new CliException($"{path} is not a public key as a JWK: {Report.Sentence(refusal)}");
}

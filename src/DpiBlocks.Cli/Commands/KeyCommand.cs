using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Cli.Commands;

/// <summary><c>dpi key create</c>: a new private key in a file of its own, its public half on standard output.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        var algorithm = new Option<string>("--alg") { Description = $"What it signs with: {string.Join(", ", SignatureAlgorithm.All)}.", Required = true };
        var output = new Option<string>("--out") { Description = "The file for the private key, readable by its owner alone.", Required = true };
        var keyId = new Option<string?>("--kid") { Description = "The name of the key; its RFC 7638 thumbprint unless given." };
        var force = CommonOptions.Force();

        var create = new Command("create", "Makes a private key, and prints its public JWK on standard output.") { algorithm, output, keyId, force };
        create.SetAction(result =>
        {
            using var key = SigningKey.Generate(ParseAlgorithm(result.GetRequiredValue(algorithm)), ParseKeyId(result.GetValue(keyId)));
            var secret = key.ExportPrivateJwk();
            Files.Write(result.GetRequiredValue(output), secret, result.GetValue(force), secret: true);
            CryptographicOperations.ZeroMemory(secret);
            Console.WriteLine(Encoding.UTF8.GetString(key.PublicJwk.ToUtf8()));
            return ExitCode.Accepted;
        });

        return new Command("key", "Keys.") { create };
    }

    private static SignatureAlgorithm ParseAlgorithm(string name) =>
        SignatureAlgorithm.TryFromJose(name, out var algorithm)
            ? algorithm
            : throw new CliException($"--alg knows {string.Join(", ", SignatureAlgorithm.All)}.");

    private static KeyId? ParseKeyId(string? text) =>
        text is null ? null
        : KeyId.TryParse(text, out var keyId) ? keyId
        : throw new CliException("--kid must be printable ASCII without blanks.");
}

using System.CommandLine;
using DpiBlocks.Credentials;
using DpiBlocks.Credentials.SdJwt;

namespace DpiBlocks.Cli.Commands;

/// <summary><c>dpi present</c>: shows chosen claims to one verifier, with the proof that the holder's key is held.</summary>
internal static class PresentCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("credential") { Description = "The credential as it was issued; - for standard input." };
        var disclose = new Option<string[]>("--disclose") { Description = "What is shown beside what cannot be kept back, as JSON pointers: /name,/address/city." };
        var key = new Option<string?>("--key") { Description = "The file of the holder's private key, a JWK." };
        var audience = new Option<string?>("--audience") { Description = "For whom, exactly as the verifier names itself." };
        var nonce = new Option<string?>("--nonce") { Description = "The verifier's challenge." };
        var (output, force) = (CommonOptions.Out("the presentation"), CommonOptions.Force());

        var command = new Command("present", "Shows chosen claims of a credential to one verifier.") { file, disclose, key, audience, nonce, output, force };
        command.SetAction(async (result, cancellationToken) =>
        {
            if (!CredentialReader.TryRead(Files.ReadCredential(result.GetRequiredValue(file)), out var credential, out var refusal))
            {
                return Report.Refused(refusal);
            }

            if (credential is not SdJwtCredential sdJwt)
            {
                throw new CliException($"A credential of the format {credential.Format} is shown whole: give the verifier the credential itself.");
            }

            if (!ClaimPaths.TryParse([.. (result.GetValue(disclose) ?? []).SelectMany(list => list.Split(','))], out var paths, out refusal))
            {
                throw new CliException($"--disclose: {refusal.Message}");
            }

            if (!SdJwtHolder.TryPresent(sdJwt, paths, out var presentation, out refusal))
            {
                return Report.Refused(refusal);
            }

            var content = await BindAsync(presentation, result.GetValue(key), result.GetValue(audience), result.GetValue(nonce), cancellationToken);
            Files.WriteOrPrint(result.GetValue(output), content, result.GetValue(force));
            return ExitCode.Accepted;
        });
        return command;
    }

    private static async Task<byte[]> BindAsync(
        SdJwtPresentation presentation, string? keyFile, string? audience, string? nonce, CancellationToken cancellationToken)
    {
        if (keyFile is null && audience is null && nonce is null && !presentation.IsBound)
        {
            return presentation.Utf8.ToArray();
        }

        if (keyFile is null || string.IsNullOrEmpty(audience) || string.IsNullOrEmpty(nonce))
        {
            throw new CliException("A verifier wants the holder's proof: give --key, --audience and --nonce.");
        }

        using var key = Keys.ReadPrivate(keyFile);
        return presentation.IsHolderKey(key.VerificationKey)
            ? await presentation.BindAsync(key, audience, nonce, TimeProvider.System, cancellationToken)
            : throw new CliException($"{keyFile} is not the key that the credential is bound to.");
    }
}

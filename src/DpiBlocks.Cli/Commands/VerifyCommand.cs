using System.CommandLine;
using DpiBlocks.Credentials;

namespace DpiBlocks.Cli.Commands;

/// <summary><c>dpi verify</c>: whether credentials can be relied on, each with its own verdict.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string[]> Inputs = new("file") { Description = "The credentials or presentations; - for standard input.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Trust = new("--trust") { Description = "Whom to trust: a JWK, a JWK set, certificates (PEM, DER), a policy file, or a folder of them.", Required = true };
    private static readonly Option<string?> Status = new("--status") { Description = "Published status lists: a file, or a folder of them." };
    private static readonly Option<string?> Audience = new("--audience") { Description = "Whom the holder's proof must name, exactly." };
    private static readonly Option<string?> Nonce = new("--nonce") { Description = "The challenge that the holder's proof must answer." };
    private static readonly Option<bool> NoHolderBinding = new("--no-holder-binding") { Description = "Do not demand that whoever presents it is its holder." };
    private static readonly Option<DateTimeOffset?> At = new("--at") { Description = "The time to judge for; now unless given.", CustomParser = CommonOptions.ParseTime };
    private static readonly Option<bool> Online = new("--online") { Description = "Fetch status lists over https; nothing is fetched otherwise." };
    private static readonly Option<bool> Json = new("--json") { Description = "One line of JSON for each input." };

    public static Command Create()
    {
        var command = new Command("verify", "Says whether credentials can be relied on: exit code 0 when all are accepted, 1 when one is refused, 2 when an input cannot be used.")
        {
            Inputs, Trust, Status, Audience, Nonce, NoHolderBinding, At, Online, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var request = new VerificationRequest { At = result.GetValue(At), HolderBinding = Demand(result) };
        using var evidence = Evidence.Open(result.GetRequiredValue(Trust), result.GetValue(Status), result.GetValue(Online));
        var verifier = evidence.CreateVerifier();
        var worst = ExitCode.Accepted;
        foreach (var file in result.GetRequiredValue(Inputs))
        {
            worst = Math.Max(worst, await VerifyAsync(verifier, file, request, result.GetValue(Json), cancellationToken));
        }

        return worst;
    }

    private static async Task<int> VerifyAsync(
        CredentialVerifier verifier, string file, VerificationRequest request, bool json, CancellationToken cancellationToken)
    {
        try
        {
            var verdict = await verifier.VerifyAsync(Files.ReadCredential(file), request, cancellationToken);
            if (json)
            {
                Console.WriteLine(VerdictJson.Of(file, verdict));
            }
            else
            {
                VerdictText.Write(Console.Out, file, verdict);
            }

            return verdict.IsAccepted ? ExitCode.Accepted : ExitCode.Refused;
        }
        catch (CliException failure)
        {
            // The other inputs still get their verdicts.
            Console.Error.WriteLine($"dpi: {failure.Message}");
            if (json)
            {
                Console.WriteLine(VerdictJson.Unusable(file, failure.Message));
            }

            return ExitCode.Unusable;
        }
    }

    private static HolderBindingDemand Demand(ParseResult result)
    {
        var (audience, nonce) = (result.GetValue(Audience), result.GetValue(Nonce));
        if (result.GetValue(NoHolderBinding))
        {
            return audience is null && nonce is null
                ? HolderBindingDemand.NotDemanded
                : throw new CliException("--no-holder-binding and --audience or --nonce contradict each other.");
        }

        if (audience is null && nonce is null)
        {
            return HolderBindingDemand.UnboundOnly;
        }

        return !string.IsNullOrEmpty(audience) && !string.IsNullOrEmpty(nonce)
            ? HolderBindingDemand.Required(audience, nonce)
            : throw new CliException("--audience and --nonce go together: a proof for another, or an old one, would pass else.");
    }
}

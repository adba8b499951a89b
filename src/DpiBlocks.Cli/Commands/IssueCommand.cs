using System.CommandLine;
using System.Text;
using DpiBlocks.Credentials;
using DpiBlocks.Credentials.Hcert;
using DpiBlocks.Credentials.SdJwt;
using DpiBlocks.Cryptography;
using DpiBlocks.StatusLists;

namespace DpiBlocks.Cli.Commands;

/// <summary><c>dpi issue</c>: signs a credential.</summary>
internal static class IssueCommand
{
    private static readonly Option<string> Format = new("--format") { Description = "dc+sd-jwt or hcert.", Required = true };
    private static readonly Option<string> Issuer = new("--issuer") { Description = "Who issues: an address; for hcert a country, such as EE.", Required = true };
    private static readonly Option<string> Type = new("--type") { Description = "The type (vct); for hcert eu-dcc, or eu-dcc/vaccination and the like.", Required = true };
    private static readonly Option<string> Claims = new("--claims") { Description = "The file of the claims, a JSON object.", Required = true };
    private static readonly Option<string[]> Disclosable = new("--disclosable") { Description = "What the holder may keep back, as JSON pointers: /name,/address/city." };
    private static readonly Option<string?> Holder = new("--holder") { Description = "The file of the holder's public key, a JWK; without it a copy is as good as the original." };
    private static readonly Option<DateTimeOffset?> Expires = new("--expires") { Description = "Until when it holds: 2030-01-01T00:00:00Z.", CustomParser = CommonOptions.ParseTime };
    private static readonly Option<string?> StatusStore = new("--status-store") { Description = "The store of its status list." };
    private static readonly Option<Uri?> StatusUri = new("--status-uri") { Description = "The address of its status list.", CustomParser = CommonOptions.ParseUri };
    private static readonly Option<long?> StatusIndex = new("--status-index") { Description = "Its entry; drawn at random unless given." };

    public static Command Create()
    {
        var (key, output, force) = (CommonOptions.Key(), CommonOptions.Out("the credential"), CommonOptions.Force());
        Format.AcceptOnlyFromAmong(CredentialFormats.SdJwtVc, CredentialFormats.Hcert);
        var command = new Command("issue", "Signs a credential.")
        {
            Format, key, Issuer, Type, Claims, Disclosable, Holder, Expires, StatusStore, StatusUri, StatusIndex, output, force,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            Files.RefuseToReplace(result.GetValue(output), result.GetValue(force));
            using var signer = Keys.ReadPrivate(result.GetRequiredValue(key));
            var credential = result.GetValue(Format) is CredentialFormats.Hcert
                ? await IssueHcertAsync(result, signer, cancellationToken)
                : await IssueSdJwtAsync(result, signer, cancellationToken);
            Files.WriteOrPrint(result.GetValue(output), credential, result.GetValue(force));
            return ExitCode.Accepted;
        });
        return command;
    }

    private static async Task<byte[]> IssueSdJwtAsync(ParseResult result, SigningKey signer, CancellationToken cancellationToken)
    {
        string[] paths = [.. (result.GetValue(Disclosable) ?? []).SelectMany(list => list.Split(','))];
        if (!ClaimPaths.TryParse(paths, out var disclosable, out var refusal))
        {
            throw new CliException($"--disclosable: {refusal.Message}");
        }

        var content = new SdJwtVcContent
        {
            Type = result.GetRequiredValue(Type),
            Issuer = result.GetRequiredValue(Issuer),
            Claims = Files.Read(result.GetRequiredValue(Claims), JsonLimits.Token.MaxBytes),
            Disclosable = disclosable,
            Holder = result.GetValue(Holder) is { } holder ? Keys.ReadPublic(holder) : null,
            ExpiresAt = result.GetValue(Expires),
        };

        var issuer = new SdJwtVcIssuer(TimeProvider.System);
        var list = result.GetValue(StatusUri);
        Prepare(issuer, content with { Status = LongestReference(list) });
        var status = await StatusEntry.AllocateAsync(result.GetValue(StatusStore), list, result.GetValue(StatusIndex), cancellationToken);
        return await Prepare(issuer, content with { Status = status }).SignAsync(signer, cancellationToken);
    }

    private static PreparedSdJwtVc Prepare(SdJwtVcIssuer issuer, SdJwtVcContent content) => issuer.TryPrepare(content, out var prepared, out var refusal)
        ? prepared
        : throw new CliException($"The credential cannot be issued: {Report.Sentence(refusal)}");

    private static async Task<byte[]> IssueHcertAsync(ParseResult result, SigningKey signer, CancellationToken cancellationToken)
    {
        if (result.GetValue(Disclosable) is { Length: > 0 } || result.GetValue(Holder) is not null)
        {
            throw new CliException("hcert has no --disclosable and no --holder: it is shown whole, by anybody.");
        }

        var expires = result.GetValue(Expires) is { } end && end > TimeProvider.System.GetUtcNow()
            ? end
            : throw new CliException("hcert needs --expires, a time to come such as 2030-01-01T00:00:00Z.");
        var claims = Files.Read(result.GetRequiredValue(Claims), JsonLimits.Token.MaxBytes);
        try
        {
            var issuer = new HcertIssuer(signer, result.GetRequiredValue(Issuer), TimeProvider.System);
            var list = result.GetValue(StatusUri);
            var text = await issuer.IssueAsync(claims, expires, LongestReference(list), cancellationToken);
            if (!IsOfType(text, result.GetRequiredValue(Type)))
            {
                throw new CliException("--type of hcert is eu-dcc, or eu-dcc/vaccination, eu-dcc/test or eu-dcc/recovery as the claims are.");
            }

            var status = await StatusEntry.AllocateAsync(result.GetValue(StatusStore), list, result.GetValue(StatusIndex), cancellationToken);
            return Encoding.ASCII.GetBytes(status is null ? text : await issuer.IssueAsync(claims, expires, status, cancellationToken));
        }
        catch (ArgumentException failure)
        {
            throw new CliException($"The certificate cannot be issued: {failure.Message}");
        }
    }

    // All else is known to be good before a place in the list is used up: it is tried with the longest reference there can be.
    private static StatusReference? LongestReference(Uri? list) =>
        list is null ? null : new StatusReference(StatusReference.StatusList, list) { Index = StatusListDefinition.MaxCount };

    // What a health certificate is follows from its claims: the type given must say the same.
    private static bool IsOfType(string text, string type) =>
        type is "eu-dcc" || (CredentialReader.TryRead(text, out var credential, out _) && credential.Types.Contains(type));
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using DpiBlocks.Credentials.Hcert;

namespace DpiBlocks.Credentials.Tests.Hcert;

/// <summary>One case of dgc-testdata.</summary>
internal sealed class DgcTestCase
{
    public const string Folder = "vectors/eu-dcc/dgc-testdata";

    private readonly JsonElement _root;
    private readonly Lazy<Verification<VerifiedCredential>> _verdict;

    public DgcTestCase(string file)
    {
        _root = JsonElement.Parse(File.ReadAllText(file));
        Name = Path.ChangeExtension(Path.GetRelativePath(SharedFiles.PathOf(Folder), file), null)
            .Replace('\\', '/').Replace("/2DCode/raw", "", StringComparison.Ordinal);
        Utf8 = Encoding.UTF8.GetBytes(_root.GetProperty("PREFIX").GetString()!);
        if (HcertCredential.TryParse(Utf8, out var credential, out var refusal))
        {
            Credential = credential;
        }

        Refusal = refusal;
        _verdict = new(Verify);
    }

    public string Name { get; }

    public byte[] Utf8 { get; }

    public HcertCredential? Credential { get; }

    public Refusal? Refusal { get; }

    public JsonElement? Json => _root.TryGetProperty("JSON", out var json) ? json : null;

    public byte[]? Picture => _root.TryGetProperty("2DCODE", out var code) ? Convert.FromBase64String(code.GetString()!) : null;

    public Verification<VerifiedCredential> Verdict => _verdict.Value;

    public byte[] Certificate => Convert.FromBase64String(Context.GetProperty("CERTIFICATE").GetString()!);

    public DateTimeOffset At => DateTimeOffset.Parse(
        Context.GetProperty("VALIDATIONCLOCK").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private JsonElement Context => _root.GetProperty("TESTCTX");

    public bool? Expected(string flag) =>
        _root.GetProperty("EXPECTEDRESULTS").TryGetProperty(flag, out var value) ? value.GetBoolean() : null;

    public byte[]? Field(string name) => _root.TryGetProperty(name, out var value) ? Convert.FromHexString(value.GetString()!) : null;

    public CheckOutcome? Outcome(string check) => Verdict.Checks.SingleOrDefault(made => made.Name == check)?.Outcome;

    public bool SaysWhatTheJsonSays() =>
        Json is { } json
        && Credential is not null
        && Credential.TryGetUnverifiedClaims(out var claims, out _)
        && JsonElement.DeepEquals(json, JsonElement.Parse(claims.Span));

    private Verification<VerifiedCredential> Verify() =>
        HcertTrust.In(Certificate).Verifier().VerifyAsync(Utf8, new VerificationRequest { At = At }).AsTask().GetAwaiter().GetResult();
}

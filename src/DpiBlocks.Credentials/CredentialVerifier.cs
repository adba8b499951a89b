using System.Text;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Credentials;

/// <summary>Is this credential genuine, current, and the bearer's? One entry for all formats. Safe to share between threads.</summary>
public sealed partial class CredentialVerifier
{
    private readonly SignatureVerifier _signatures;
    private readonly IStatusChecker? _status;
    private readonly IVerdictPolicy _policy;
    private readonly TimeProvider _time;
    private readonly CredentialVerifierOptions _options;

    /// <summary>Initializes a new instance of the <see cref="CredentialVerifier"/> class.</summary>
    /// <param name="keys">Whose key a credential was signed with.</param>
    /// <param name="trust">Which issuer may issue which type.</param>
    /// <param name="status">Whether it is still good; when null, the policy rules on every credential that has a status, and the strict one refuses it.</param>
    /// <param name="policy">What may stand unchecked, and how old evidence may be: <see cref="VerdictPolicy.Strict"/>.</param>
    /// <param name="time">The clock, read once for each verdict.</param>
    /// <param name="options">How strict to be; the strictest when null.</param>
    public CredentialVerifier(
        IKeyResolver keys,
        ITrustPolicy trust,
        IStatusChecker? status,
        IVerdictPolicy policy,
        TimeProvider time,
        CredentialVerifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(trust);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(time);
        _signatures = new SignatureVerifier(keys, trust);
        _status = status;
        _policy = policy;
        _time = time;
        _options = options is null ? new CredentialVerifierOptions() : new CredentialVerifierOptions(options);
    }

    /// <summary>Verifies a credential. Never throws for any bytes.</summary>
    /// <param name="data">The bytes, or the UTF-8 of the text, as they came; they must not change while the result is in use.</param>
    /// <param name="request">What is asked of it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The verdict.</returns>
    public ValueTask<Verification<VerifiedCredential>> VerifyAsync(
        ReadOnlyMemory<byte> data, VerificationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (CredentialReader.TryRead(data, out var credential, out var refusal))
        {
            return VerifyAsync(credential, request, cancellationToken);
        }

        _ = TryBegin(request, out var verdict);
        verdict.Demand(new Check { Name = "format", Outcome = CheckOutcome.Failed, Reason = refusal });
        return ValueTask.FromResult(verdict.Refuse<VerifiedCredential>());
    }

    /// <summary>Verifies a credential that is text. Never throws for any text.</summary>
    /// <param name="text">The text, such as that of a QR code.</param>
    /// <param name="request">What is asked of it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The verdict.</returns>
    public ValueTask<Verification<VerifiedCredential>> VerifyAsync(
        string text, VerificationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return VerifyAsync(Encoding.UTF8.GetBytes(text), request, cancellationToken);
    }

    /// <summary>Verifies a credential that was read.</summary>
    /// <param name="credential">The credential.</param>
    /// <param name="request">What is asked of it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The verdict.</returns>
    public async ValueTask<Verification<VerifiedCredential>> VerifyAsync(
        Credential credential, VerificationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(credential);
        ArgumentNullException.ThrowIfNull(request);
        if (!TryBegin(request, out var verdict)
            || credential.CheckForm(verdict, request, _options) is not { } signed
            || await _signatures.VerifyAsync(
                verdict, signed.Message, TrustAct.Issue, signed.Matter, "issuer_", cancellationToken: cancellationToken) is not { } signer
            || credential.CheckContent(verdict, signer, request, _options) is not { } content
            || !verdict.Demand(content.Validity.CheckAt(verdict.At, _options.ClockSkew))
            || !CheckDemands(verdict, content, request)
            || credential.CheckHolder(verdict, request, _options) is not { } holder)
        {
            return verdict.Refuse<VerifiedCredential>();
        }

        var (stands, metadata) = await CheckTypeAsync(verdict, credential, content, cancellationToken);
        return stands
            && await CheckStatusAsync(verdict, content, signer.Owner, request, cancellationToken)
            && await CheckReplayAsync(verdict, credential, holder, request, cancellationToken)
            ? verdict.Accept(new VerifiedCredential(credential, content, signer, holder) { TypeMetadata = metadata })
            : verdict.Refuse<VerifiedCredential>();
    }

    // The clock is read once; a time that the caller states is not the clock's.
    private bool TryBegin(VerificationRequest request, out VerdictBuilder verdict)
    {
        verdict = new VerdictBuilder(_policy, request.At ?? _time.GetUtcNow());
        return request.At is not null || verdict.Demand(_options.ClockWindow.CheckAt(verdict.At));
    }
}

using System.Collections.Immutable;

namespace DpiBlocks.Cryptography;

/// <summary>The same four steps for every envelope: whose key, by its own algorithm, the right signature, and may they say that.</summary>
/// <param name="keys">Whose key it is.</param>
/// <param name="trust">What they may say.</param>
public sealed class SignatureVerifier(IKeyResolver keys, ITrustPolicy trust)
{
    /// <summary>
    /// The name of the check that says what binds a key to its issuer: a policy, a certificate, or nothing. A trust policy answers it
    /// along with its own answer; it stands in the verdict as a line of its own.
    /// </summary>
    public const string IssuerBindingCheck = "issuer_binding";

    private static readonly Check NotAnswered = Check.NotChecked("trust", "trust.not_checked", "The question for trust was not answered.");

    /// <summary>Makes the checks <c>key</c>, <c>signature</c> and <c>trust</c>, and adds them to a verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="message">The signed message.</param>
    /// <param name="act">What its signer does by it.</param>
    /// <param name="matter">What it does it to: a credential type, a status list.</param>
    /// <param name="prefix">What the names of the checks <c>key</c> and <c>signature</c> begin with: <c>issuer_</c>.</param>
    /// <param name="onBehalfOf">For whom the signer acts, when it is known and may be another.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The key and its owner, or null when the verdict can only be a refusal now.</returns>
    public async ValueTask<ResolvedKey?> VerifyAsync(
        VerdictBuilder verdict,
        SignedMessage message,
        TrustAct act,
        string matter,
        string prefix = "",
        PartyId? onBehalfOf = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        ArgumentNullException.ThrowIfNull(message);

        var found = await keys.FindAsync(message.Key, verdict.At, cancellationToken);
        if (!verdict.Add($"{prefix}key", found.Checks))
        {
            return null;
        }

        var (check, key) = CheckSignature(message, found.Keys, $"{prefix}signature");
        if (!verdict.Demand(check) || key is null)
        {
            return null;
        }

        // RFC 8725, 3.8: a key speaks for its owner alone.
        if (message.IssuerIsOwner && message.Key.Issuer is { } issuer && !string.Equals(issuer, key.Owner.Value, StringComparison.Ordinal))
        {
            verdict.Demand(Check.Failed(
                $"{prefix}signature", SignatureRefusalCodes.IssuerKeyMismatch, "The message speaks for another than the owner of the key that signed it."));
            return null;
        }

        var question = new TrustQuestion(act, key.Owner, matter) { Key = key, OnBehalfOf = onBehalfOf };
        return AddJudgement(verdict, await trust.JudgeAsync(question, verdict.At, cancellationToken)) ? key : null;
    }

    private static bool AddJudgement(VerdictBuilder verdict, ImmutableArray<Check> judged)
    {
        if (judged.IsDefaultOrEmpty)
        {
            return verdict.Add("trust", judged);
        }

        foreach (var check in judged)
        {
            if (IsBinding(check))
            {
                verdict.Add(check);
            }
        }

        judged = judged.RemoveAll(IsBinding);
        return verdict.Add("trust", judged) && (judged.IsEmpty || IsAnswer(judged) || verdict.Add(NotAnswered));
    }

    // Whether a party may do something always applies: that there was nothing to check is no answer. Where checks without a name are among
    // them, those are the answer, and the others steps towards it. What failed stands against it anyway, and what could not be found out
    // is ruled upon by itself, where it is the answer.
    private static bool IsAnswer(ImmutableArray<Check> judged) =>
        judged.Any(check => check.Name.Length == 0)
            ? judged.Any(check => check.Name.Length == 0 && check.Outcome is not CheckOutcome.NotApplicable)
            : judged.Any(check => check.Outcome is CheckOutcome.Passed);

    private static bool IsBinding(Check check) => string.Equals(check.Name, IssuerBindingCheck, StringComparison.Ordinal);

    // Several keys may share a short key id: the signature tells which. None is tried with an algorithm that is not its own.
    private static (Check Check, ResolvedKey? Key) CheckSignature(SignedMessage message, ImmutableArray<ResolvedKey> candidates, string name)
    {
        var (code, text) = candidates.IsDefaultOrEmpty
            ? (SignatureRefusalCodes.KeyNotFound, "No trusted key answers to what the message says about its key.")
            : (SignatureRefusalCodes.AlgorithmKeyMismatch, "The key must not be used with the algorithm that the message names.");
        foreach (var candidate in candidates.IsDefaultOrEmpty ? [] : candidates)
        {
            if (candidate.Key.Verify(message.Algorithm, message.SigningInput.Span, message.Signature.Span))
            {
                return (Check.Passed(name), candidate);
            }

            if (candidate.Key.Algorithms.Contains(message.Algorithm))
            {
                (code, text) = (SignatureRefusalCodes.Invalid, "The signature is not that of the key over these bytes.");
            }
        }

        return (Check.Failed(name, code, text), null);
    }
}

using System.Collections.Immutable;
using DpiBlocks.Cryptography.Jose;
using DpiBlocks.Cryptography.Tests.Jose;

namespace DpiBlocks.Cryptography.Tests.Signatures;

/// <summary>A right signature is accepted only under an answer: silence, and that there was nothing to check, are none.</summary>
public sealed class SignatureVerifierTests
{
    private static readonly Check Nothing = Check.NotApplicable(string.Empty);
    private static readonly Check Yes = Check.Passed(string.Empty);
    private static readonly Check Binding = Check.Passed(SignatureVerifier.IssuerBindingCheck);

    [Fact]
    public async Task Trust_that_does_not_answer_is_no_trust()
    {
        foreach (ImmutableArray<Check> answer in new ImmutableArray<Check>[]
        {
            default,
            [],
            [Nothing],
            [Binding],
            [Binding, Nothing],
            [Check.NotApplicable("framework"), Nothing],
            [Check.Passed("framework"), Nothing],
        })
        {
            var (key, verdict) = await JudgeAsync(answer);
            key.Should().BeNull();
            var refused = verdict.Refuse<object>();
            (refused.Refusal!.Code, refused.Grade).Should().Be(("trust.not_checked", Grade.Undetermined));
        }

        foreach (ImmutableArray<Check> answer in new ImmutableArray<Check>[]
        {
            [Yes],
            [Binding, Yes],
            [Check.NotApplicable(SignatureVerifier.IssuerBindingCheck), Yes],
            [Check.NotApplicable("framework"), Yes],
            [Check.Passed("framework")],
            [Nothing, Yes],
        })
        {
            var (key, verdict) = await JudgeAsync(answer);
            key!.Owner.Value.Should().Be(Signed.Issuer);
            verdict.Accept(key).Grade.Should().Be(Grade.Accepted);
        }
    }

    [Fact]
    public async Task A_policy_that_says_why_keeps_its_own_reason()
    {
        var (_, verdict) = await JudgeAsync([Check.NotChecked(string.Empty, "trust.list_unavailable", "The list is out of reach.")]);
        verdict.Refuse<object>().Refusal!.Code.Should().Be("trust.list_unavailable");
        verdict.Checks.Count(check => check.Name == "trust").Should().Be(1);
        (_, verdict) = await JudgeAsync([Nothing, Check.Failed("framework", "trust.not_entitled", "Not that.")]);
        verdict.Refuse<object>().Refusal!.Code.Should().Be("trust.not_entitled");
    }

    [Fact]
    public async Task A_policy_may_let_trust_stand_unanswered_which_is_said_once()
    {
        foreach (ImmutableArray<Check> answer in new ImmutableArray<Check>[]
        {
            [Yes],
            [],
            [Binding],
            [Binding, Nothing],
            [Check.NotChecked(string.Empty, "trust.list_unavailable", "The list is out of reach.")],
        })
        {
            var (key, verdict) = await JudgeAsync(answer, policy: new Lenient());
            verdict.Accept(key!).Grade.Should().Be(answer is [{ Outcome: CheckOutcome.Passed, Name: "" }] ? Grade.Accepted : Grade.AcceptedWithReservation);
            verdict.Checks.Count(check => check.Name == "trust" && check.Outcome is CheckOutcome.Passed or CheckOutcome.NotChecked).Should().Be(1);
        }
    }

    [Fact]
    public async Task A_key_that_was_not_found_is_not_made_up_for_by_there_being_nothing_to_check()
    {
        var (key, verdict) = await JudgeAsync([Yes], new NoKeys());
        key.Should().BeNull();
        verdict.Refuse<object>().Refusal!.Code.Should().Be(SignatureRefusalCodes.KeyNotFound);
    }

    private static async Task<(ResolvedKey? Key, VerdictBuilder Verdict)> JudgeAsync(
        ImmutableArray<Check> answer, IKeyResolver? keys = null, IVerdictPolicy? policy = null)
    {
        Jws.TryParse(Signed.Bytes(Signed.Token()), Signed.Requirements.Profile, out var jws, out var refusal).Should().BeTrue("{0}", refusal);
        var verdict = new VerdictBuilder(policy ?? VerdictPolicy.Strict, Signed.Now);
        var known = keys ?? new Signed.KnownKeys((Signed.Key.VerificationKey, "key-1", Signed.Issuer));
        var key = await new SignatureVerifier(known, new Answering(answer)).VerifyAsync(
            verdict, jws!.ToSignedMessage("test+jwt", Signed.Issuer, null), TrustAct.Request, "test");
        return (key, verdict);
    }

    private sealed class Answering(ImmutableArray<Check> answer) : ITrustPolicy
    {
        public ValueTask<ImmutableArray<Check>> JudgeAsync(TrustQuestion question, DateTimeOffset at, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(answer);
    }

    private sealed class Lenient : IVerdictPolicy
    {
        public string Name => "lenient";

        public Ruling Rule(Check check, DateTimeOffset at) => new(RulingKind.Allow, "lenient");
    }

    private sealed class NoKeys : IKeyResolver
    {
        public ValueTask<KeyFinding> FindAsync(KeyReference reference, DateTimeOffset at, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(new KeyFinding([Nothing], []));
    }
}

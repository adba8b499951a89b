using System.Collections.Immutable;
using DpiBlocks.Credentials.Tests.Support;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Credentials.Tests;

/// <summary>A credential that has a status needs an answer about it: that there was nothing to check is none.</summary>
public sealed class StatusAnswerTests
{
    private const string Status = "\"status\":{\"status_list\":{\"idx\":7,\"uri\":\"https://status.example/1\"}}";

    private static readonly Check Nothing = Check.NotApplicable(string.Empty);
    private static readonly Check Good = Check.Passed(string.Empty);

    [Fact]
    [Attack("STL-09")]
    public async Task Nothing_but_a_passed_answer_is_an_answer()
    {
        foreach (ImmutableArray<Check> answer in new ImmutableArray<Check>[]
        {
            default,
            [],
            [Nothing],
            [Check.NotApplicable("privacy")],
            [Check.Passed("signature")],                     // a step, and no answer
            [Check.Passed("signature"), Nothing],
            [Good, Nothing],                                 // the last of them is the answer
        })
        {
            var verdict = await JudgeAsync(answer);
            (verdict.Refusal?.Code, verdict.Grade).Should().Be((CredentialRefusalCodes.StatusNotChecked, Grade.Undetermined));
        }

        foreach (ImmutableArray<Check> answer in new ImmutableArray<Check>[] { [Good], [Check.Passed("signature"), Check.NotApplicable("key_usage"), Good] })
        {
            var verdict = await JudgeAsync(answer);
            (verdict.Refusal, verdict.Grade).Should().Be((null, Grade.Accepted));
        }
    }

    [Fact]
    [Attack("STL-09")]
    public async Task Where_the_policy_lets_it_stand_that_nobody_answered_the_verdict_says_so()
    {
        var lenient = new UnlikePolicy("status", RulingKind.Reserve);
        var text = await new SdJwtSample().IssueAsync(Status);
        foreach (ImmutableArray<Check> answer in new ImmutableArray<Check>[] { default, [], [Nothing], [Check.Passed("signature")] })
        {
            var verdict = await Desk.Verifier(new Answering(answer), policy: lenient).VerifyAsync(text, Desk.Unbound);
            (verdict.Refusal, verdict.Grade).Should().Be((null, Grade.AcceptedWithReservation));
            verdict.Checks.Where(check => check.Outcome == CheckOutcome.NotChecked).Should().ContainSingle().Which.Name.Should().Be("status");
        }
    }

    [Fact]
    [Attack("STL-09")]
    public async Task The_status_of_what_is_refused_anyway_is_never_asked_for()
    {
        var text = await new SdJwtSample().IssueAsync(Status);
        foreach (var (request, code) in new[]
        {
            (new VerificationRequest(), null),
            (new VerificationRequest { AcceptedTypes = ["urn:example:other"] }, CredentialRefusalCodes.TypeNotAccepted),
            (new VerificationRequest { At = SdJwtSample.Now.AddYears(1) }, ValidityRefusalCodes.Expired),
        })
        {
            var status = new CountedStatus();
            ((await Desk.VerifyAsync(text, request, status)).Refusal?.Code).Should().Be(code);
            status.Asked.Should().Be(code is null ? 1 : 0);
        }

        var unasked = new CountedStatus();
        var options = new CredentialVerifierOptions { TypeMetadata = new(new KnownDocuments()) };
        (await Desk.VerifyAsync(text, status: unasked, options: options)).Refusal!.Code.Should().Be(TypeMetadataRefusalCodes.Unavailable);
        unasked.Asked.Should().Be(0);
    }

    [Fact]
    [Attack("STL-09")]
    public async Task An_answer_that_says_why_keeps_its_own_reason()
    {
        (await JudgeAsync([Check.NotChecked(string.Empty, "status.unavailable", "It is out of reach.")])).Refusal!.Code.Should().Be("status.unavailable");
        (await JudgeAsync([Check.Failed("key", "signature.key_not_found", "No key.")])).Refusal!.Code.Should().Be("signature.key_not_found");
    }

    private static async Task<Verification<VerifiedCredential>> JudgeAsync(ImmutableArray<Check> answer) =>
        await Desk.VerifyAsync(await new SdJwtSample().IssueAsync(Status), status: new Answering(answer));

    private sealed class Answering(ImmutableArray<Check> answer) : IStatusChecker
    {
        public ValueTask<ImmutableArray<Check>> CheckAsync(
            StatusReference reference, PartyId issuer, DateTimeOffset at, CancellationToken cancellationToken = default) => ValueTask.FromResult(answer);
    }
}

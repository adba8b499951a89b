using System.Collections.Immutable;
using DpiBlocks.Credentials.Tests.Support;

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

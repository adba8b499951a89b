using System.Text;
using DpiBlocks.Credentials.Tests.Support;

namespace DpiBlocks.Credentials.Tests.SdJwt;

/// <summary>What a verdict costs in memory. What it costs in time the benchmarks say.</summary>
public sealed class SdJwtBudgetTests
{
#if DEBUG
    // Unoptimised code makes an object of every asynchronous method's state, which optimised code does not.
    private const long Budget = (6 * 1024) + 1536;
#else
    private const long Budget = 6 * 1024;
#endif

    [Fact]
    public async Task A_verdict_on_ten_claims_five_of_them_shown_allocates_no_more_than_its_budget()
    {
        var sample = new SdJwtSample();
        var digests = Enumerable.Range(0, 5).Select(i => sample.Disclose($"[\"2GLC42sKQveCfGfryNRN9w\",\"claim_{i}\",\"the value of claim {i}\"]"))
            .Concat(Enumerable.Range(0, 5).Select(i => SdJwtSample.DigestOf($"not shown {i}"))).Order(StringComparer.Ordinal);
        var data = Encoding.ASCII.GetBytes(await sample.IssueAsync($"\"_sd_alg\":\"sha-256\",\"_sd\":[{string.Join(",", digests.Select(digest => $"\"{digest}\""))}]"));
        var verifier = Desk.Verifier();
        Allocated(() => verifier.VerifyAsync(data, Desk.Unbound)).Should().BeLessThanOrEqualTo(Budget);
    }

    private static long Allocated(Func<ValueTask<Verification<VerifiedCredential>>> verify)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var verdict = verify();
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            verdict.IsCompletedSuccessfully.Should().BeTrue();
            verdict.AsTask().Result.IsAccepted.Should().BeTrue();
            least = Math.Min(least, allocated);
        }

        return least;
    }
}

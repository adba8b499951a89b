using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Cryptography.Tests.Jose;

public class JwsAllocationTests
{
    [Fact]
    public void Reading_a_token_allocates_little_more_than_its_decoded_parts()
    {
        var token = Signed.Bytes(Signed.Token());
        var decoded = Signed.Header.Length + Signed.Payload.Length + 64;
        Jws.TryParse(token, Signed.Requirements.Profile, out _, out _).Should().BeTrue();
        Jws? jws = null;

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Jws.TryParse(token, Signed.Requirements.Profile, out jws, out _);
        }

        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        jws!.Signature.Length.Should().Be(64);
        each.Should().BeLessThanOrEqualTo(decoded + 512);
    }
}

namespace DpiBlocks.Abstractions.Tests.Keys;

public sealed class VerificationKeyTests
{
    [Fact]
    [Attack("JWS-22")]
    public void No_key_is_asked_about_an_algorithm_that_is_not_its_own()
    {
        var key = new AgreeableKey();
        key.Verify(SignatureAlgorithm.Es256, "data"u8, "signature"u8).Should().BeTrue();
        key.Verify(SignatureAlgorithm.Es384, "data"u8, "signature"u8).Should().BeFalse();
        key.Asked.Should().Equal(SignatureAlgorithm.Es256);
    }

    private sealed class AgreeableKey() : VerificationKey(Digest.Of([1]), [SignatureAlgorithm.Es256])
    {
        public List<SignatureAlgorithm> Asked { get; } = [];

        protected override bool VerifyCore(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            Asked.Add(algorithm);
            return true;
        }
    }
}

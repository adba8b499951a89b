namespace DpiBlocks.Abstractions.Tests.Keys;

public sealed class SignatureAlgorithmTests
{
    // The registries of JOSE and COSE algorithms.
    public static TheoryData<string, int> Registered => new()
    {
        { "ES256", -7 }, { "ES384", -35 }, { "ES512", -36 }, { "ES256K", -47 }, { "Ed25519", -19 },
        { "RS256", -257 }, { "RS384", -258 }, { "RS512", -259 }, { "PS256", -37 }, { "PS384", -38 }, { "PS512", -39 },
        { "ML-DSA-44", -48 }, { "ML-DSA-65", -49 }, { "ML-DSA-87", -50 },
    };

    [Theory]
    [MemberData(nameof(Registered))]
    public void An_algorithm_has_its_registered_name_and_number(string name, int number)
    {
        SignatureAlgorithm.TryFromJose(name, out var byName).Should().BeTrue();
        SignatureAlgorithm.TryFromCose(number, out var byNumber).Should().BeTrue();
        byName.Should().BeSameAs(byNumber);
        byName!.Jose.Should().Be(name);
        byName.Cose.Should().Be(number);
        byName.ToString().Should().Be(name);
    }

    [Fact]
    public void These_are_all() =>
        SignatureAlgorithm.All.Select(algorithm => (algorithm.Jose, algorithm.Cose))
            .Should().BeEquivalentTo(Registered.Select(row => (row.Data.Item1, row.Data.Item2)));

    // RFC 9864: the older names of what is fully specified now.
    [Theory]
    [InlineData(-8, "Ed25519")]
    [InlineData(-9, "ES256")]
    [InlineData(-51, "ES384")]
    [InlineData(-52, "ES512")]
    public void Another_number_of_the_same_algorithm_is_understood(int number, string name)
    {
        SignatureAlgorithm.TryFromCose(number, out var algorithm).Should().BeTrue();
        algorithm!.Jose.Should().Be(name);
    }

    [Fact]
    public void The_older_name_of_Ed25519_is_understood()
    {
        SignatureAlgorithm.TryFromJose("EdDSA", out var algorithm).Should().BeTrue();
        algorithm.Should().BeSameAs(SignatureAlgorithm.Ed25519);
    }

    [Theory]
    [Attack("JWS-01")]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("nOnE")]
    [InlineData("HS256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    [InlineData("es256")]
    [InlineData("ES256 ")]
    [InlineData(" ES256")]
    [InlineData("ES257")]
    [InlineData("Ed448")]
    [InlineData("eddsa")]
    [InlineData("")]
    [InlineData(null)]
    public void A_name_that_is_not_exactly_one_of_these_is_none(string? name)
    {
        SignatureAlgorithm.TryFromJose(name, out var algorithm).Should().BeFalse();
        algorithm.Should().BeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(-53)]
    [InlineData(-65535)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(-7 + (1L << 32))]
    public void A_number_that_is_not_exactly_one_of_these_is_none(long number)
    {
        SignatureAlgorithm.TryFromCose(number, out var algorithm).Should().BeFalse();
        algorithm.Should().BeNull();
    }
}

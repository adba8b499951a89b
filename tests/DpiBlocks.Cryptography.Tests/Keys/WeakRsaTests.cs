using System.Numerics;
using System.Security.Cryptography;

namespace DpiBlocks.Cryptography.Tests.Keys;

public class WeakRsaTests
{
    private static readonly byte[] Exponent = [1, 0, 1];
    private static readonly byte[] Modulus = Odd(2048);

    [Theory]
    [InlineData(512, false)]
    [InlineData(1024, false)]
    [InlineData(2047, false)]
    [InlineData(2048, true)]
    [InlineData(3072, true)]
    [InlineData(8192, true)]
    [InlineData(8193, false)]
    [InlineData(16384, false)]
    [Attack("JWK-01")]
    public void The_modulus_has_from_2048_to_8192_bits(int bits, bool good)
    {
        VerificationKeys.TryFromRsa(Odd(bits), Exponent, out _, out var refusal).Should().Be(good);

        (refusal?.Code).Should().Be(good ? null : KeyRefusalCodes.Weak);
    }

    [Theory]
    [InlineData("01", false)]
    [InlineData("02", false)]
    [InlineData("03", true)]
    [InlineData("010000", false)]
    [InlineData("010001", true)]
    [InlineData("010002", false)]
    [InlineData("0100000000000001", true)]
    [InlineData("010000000000000001", false)]
    [Attack("JWK-01")]
    public void The_exponent_is_odd_at_least_three_and_of_64_bits(string hex, bool good)
    {
        VerificationKeys.TryFromRsa(Modulus, Convert.FromHexString(hex), out _, out var refusal).Should().Be(good);

        (refusal?.Code).Should().Be(good ? null : KeyRefusalCodes.Weak);
    }

    [Fact]
    [Attack("JWK-01")]
    public void An_even_modulus_and_one_with_a_small_factor_are_refused()
    {
        VerificationKeys.TryFromRsa(Modulus, Exponent, out _, out _).Should().BeTrue();
        var number = new BigInteger(Modulus, isUnsigned: true, isBigEndian: true);

        Refuse((number - 1).ToByteArray(isUnsigned: true, isBigEndian: true));
        foreach (var prime in new[] { 3, 5, 7, 89, 167 })
        {
            var multiple = number - (number % (2 * prime)) + prime;
            Refuse(multiple.ToByteArray(isUnsigned: true, isBigEndian: true));
        }

        static void Refuse(byte[] modulus)
        {
            VerificationKeys.TryFromRsa(modulus, Exponent, out _, out var refusal).Should().BeFalse();
            refusal!.Code.Should().Be(KeyRefusalCodes.Weak);
        }
    }

    // CVE-2017-15361: a modulus that is a power of 65537 modulo each of the primes up to 167.
    [Fact]
    [Attack("JWK-01")]
    public void A_modulus_of_the_roca_form_is_refused()
    {
        int[] primes = [.. Enumerable.Range(2, 166).Where(n => Enumerable.Range(2, n - 2).All(d => n % d != 0))];
        var product = primes.Aggregate(BigInteger.One, (left, right) => left * right);
        var rest = BigInteger.ModPow(65537, 123_456_789, product);
        var number = (((BigInteger.One << 2047) / product) + 1) * product + rest;
        number.IsEven.Should().BeFalse();

        VerificationKeys.TryFromRsa(number.ToByteArray(isUnsigned: true, isBigEndian: true), Exponent, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.Weak);

        // One step further it is not of the form any more, but still odd and without small factor: only the form was the defect.
        var other = number;
        do
        {
            other += 2;
        }
        while (primes.Any(prime => other % prime == 0));
        VerificationKeys.TryFromRsa(other.ToByteArray(isUnsigned: true, isBigEndian: true), Exponent, out _, out _).Should().BeTrue();
    }

    [Fact]
    public void Leading_zeros_and_nothing_at_all_are_malformed()
    {
        foreach (var (n, e) in new (byte[], byte[])[] { ([0, .. Modulus], Exponent), (Modulus, [0, .. Exponent]), ([], Exponent), (Modulus, []) })
        {
            VerificationKeys.TryFromRsa(n, e, out _, out var refusal).Should().BeFalse();
            refusal!.Code.Should().Be(KeyRefusalCodes.Malformed);
        }
    }

    [Fact]
    public void Only_an_algorithm_of_rsa_can_be_pinned()
    {
        VerificationKeys.TryFromRsa(Modulus, Exponent, out var key, out _, SignatureAlgorithm.Ps256).Should().BeTrue();
        key!.Algorithms.Should().Equal(SignatureAlgorithm.Ps256);
        VerificationKeys.TryFromRsa(Modulus, Exponent, out _, out var refusal, SignatureAlgorithm.Es256).Should().BeFalse();
        refusal!.Code.Should().Be(KeyRefusalCodes.UseViolation);
    }

    // The platform makes real keys too slowly at these sizes; a modulus need not be a product of two primes to be judged.
    private static byte[] Odd(int bits)
    {
        while (true)
        {
            var bytes = RandomNumberGenerator.GetBytes((bits + 7) / 8);
            var top = (bits - 1) % 8;
            bytes[0] = (byte)((bytes[0] & ((1 << top) - 1)) | (1 << top));
            bytes[^1] |= 1;
            var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
            if (Enumerable.Range(2, 166).All(n => number % n != 0))
            {
                return bytes;
            }
        }
    }
}

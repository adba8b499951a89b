using System.Numerics;

namespace DpiBlocks.Cryptography;

/// <summary>Whether an RSA key is strong enough, and cheap enough to use.</summary>
internal static class RsaStrength
{
    public const int MinBits = 2048;
    public const int MaxBits = 8192;

    // OpenSSL refuses longer exponents with large moduli, because of their cost.
    private const int MaxExponentBytes = 8;

    private static readonly int[] SmallPrimes =
    [
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113,
        127, 131, 137, 139, 149, 151, 157, 163, 167,
    ];

    // For each prime the powers of 65537 modulo it, as a set of bits.
    private static readonly UInt256[] Powers = [.. SmallPrimes.Select(PowersModulo)];

    /// <summary>Judges a modulus and an exponent, both unsigned and big-endian.</summary>
    public static Refusal? Judge(ReadOnlySpan<byte> n, ReadOnlySpan<byte> e)
    {
        // RFC 7518, 2 (Base64urlUInt): the least number of bytes.
        if (n is [] or [0, ..] || e is [] or [0, ..])
        {
            return KeyRefusals.Malformed;
        }

        // A small odd exponent is as safe as a large one where the padding is checked whole; 1 is none, and an even one has no inverse.
        var exponentIsWeak = e.Length > MaxExponentBytes || (e[^1] & 1) == 0 || (e is [1]);
        var bits = (n.Length * 8) - BitOperations.LeadingZeroCount(n[0]) + 24;
        return exponentIsWeak || bits is < MinBits or > MaxBits || (n[^1] & 1) == 0 || HasSmallFactorOrRocaForm(n) ? KeyRefusals.Weak : null;
    }

    // CVE-2017-15361 (ROCA): the primes of such keys, and so the modulus, are powers of 65537 modulo every small prime.
    private static bool HasSmallFactorOrRocaForm(ReadOnlySpan<byte> n)
    {
        var modulus = new BigInteger(n, isUnsigned: true, isBigEndian: true);
        var roca = true;
        for (var i = 0; i < SmallPrimes.Length; i++)
        {
            var rest = (int)(modulus % SmallPrimes[i]);
            if (rest == 0)
            {
                return true;
            }

            roca &= Powers[i].Has(rest);
        }

        return roca;
    }

    private static UInt256 PowersModulo(int prime)
    {
        var powers = default(UInt256);
        for (var power = 1; !powers.Has(power); power = power * (65537 % prime) % prime)
        {
            powers = powers.With(power);
        }

        return powers;
    }

    private readonly record struct UInt256(UInt128 Low, UInt128 High)
    {
        public bool Has(int bit) => ((bit < 128 ? Low >> bit : High >> (bit - 128)) & 1) == 1;

        public UInt256 With(int bit) => bit < 128 ? this with { Low = Low | (UInt128.One << bit) } : this with { High = High | (UInt128.One << (bit - 128)) };
    }
}

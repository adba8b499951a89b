namespace DpiBlocks.Cryptography.Cose;

/// <summary>The numbers of COSE keys (RFC 9052, 7.1; RFC 9053, 7; RFC 8230, 4; RFC 9964, 3).</summary>
internal static class CoseKeyLabels
{
    public const long KeyType = 1;
    public const long KeyId = 2;
    public const long Algorithm = 3;
    public const long Operations = 4;

    public const long Okp = 1;
    public const long Ec2 = 2;
    public const long Rsa = 3;
    public const long Akp = 7;

    /// <summary>The curve of an EC2 or OKP key, n of an RSA key, the public key of an AKP key.</summary>
    public const long First = -1;

    /// <summary>x of an EC2 or OKP key, e of an RSA key, the private seed of an AKP key.</summary>
    public const long Second = -2;

    /// <summary>y of an EC2 key, d of an RSA key.</summary>
    public const long Third = -3;

    /// <summary>The private value of an EC2 or OKP key, a prime of an RSA key.</summary>
    public const long Fourth = -4;

    public const int Ed25519 = 6;
    public const long Verify = 2;
}

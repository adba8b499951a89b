using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace DpiBlocks.Cryptography;

/// <summary>The values that make a public key what it is: the required members of its JWK.</summary>
/// <param name="KeyType">EC, OKP, RSA or AKP.</param>
/// <param name="Parameter">The curve (EC, OKP), the algorithm (AKP), or nothing (RSA).</param>
/// <param name="First">x (EC, OKP), n (RSA), pub (AKP).</param>
/// <param name="Second">y (EC), e (RSA), or nothing.</param>
internal sealed record KeyMaterial(string KeyType, string Parameter, byte[] First, byte[] Second)
{
    public const string Ec = "EC";
    public const string Okp = "OKP";
    public const string Rsa = "RSA";
    public const string Akp = "AKP";

    public static KeyMaterial OfEc(EllipticCurve curve, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y) => new(Ec, curve.Name, x.ToArray(), y.ToArray());

    public static KeyMaterial OfOkp(string curve, ReadOnlySpan<byte> x) => new(Okp, curve, x.ToArray(), []);

    public static KeyMaterial OfRsa(ReadOnlySpan<byte> n, ReadOnlySpan<byte> e) => new(Rsa, string.Empty, n.ToArray(), e.ToArray());

    public static KeyMaterial OfAkp(SignatureAlgorithm algorithm, ReadOnlySpan<byte> pub) => new(Akp, algorithm.Jose, pub.ToArray(), []);

    /// <summary>The required members in the order of RFC 7638, 3.2, which is that of their names.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        if (KeyType is Ec or Okp)
        {
            writer.WriteString("crv"u8, Parameter);
        }
        else if (KeyType is Akp)
        {
            writer.WriteString("alg"u8, Parameter);
        }
        else
        {
            writer.WriteString("e"u8, Base64Url.EncodeToString(Second));
        }

        writer.WriteString("kty"u8, KeyType);
        writer.WriteString(KeyType switch { Rsa => "n"u8, Akp => "pub"u8, _ => "x"u8 }, Base64Url.EncodeToString(First));
        if (KeyType is Ec)
        {
            writer.WriteString("y"u8, Base64Url.EncodeToString(Second));
        }
    }

    /// <summary>The thumbprint of RFC 7638, for OKP as in RFC 8037, 2, for AKP as in RFC 9964.</summary>
    public Digest Thumbprint()
    {
        var rented = ArrayPool<byte>.Shared.Rent(96 + Base64Url.GetEncodedLength(First.Length) + Base64Url.GetEncodedLength(Second.Length));
        var text = new Text(rented);
        text.Add(KeyType switch { Rsa => "{\"e\":\""u8, Akp => "{\"alg\":\""u8, _ => "{\"crv\":\""u8 });
        if (KeyType is Rsa)
        {
            text.AddBase64Url(Second);
        }
        else
        {
            text.Add(Parameter);
        }

        text.Add("\",\"kty\":\""u8);
        text.Add(KeyType);
        text.Add(KeyType switch { Rsa => "\",\"n\":\""u8, Akp => "\",\"pub\":\""u8, _ => "\",\"x\":\""u8 });
        text.AddBase64Url(First);
        if (KeyType is Ec)
        {
            text.Add("\",\"y\":\""u8);
            text.AddBase64Url(Second);
        }

        text.Add("\"}"u8);
        var thumbprint = Digest.Of(text.Written);
        ArrayPool<byte>.Shared.Return(rented);
        return thumbprint;
    }

    /// <summary>Whether it is the same key.</summary>
    public bool IsSameAs(KeyMaterial other) =>
        string.Equals(KeyType, other.KeyType, StringComparison.Ordinal)
        && string.Equals(Parameter, other.Parameter, StringComparison.Ordinal)
        && CryptographicOperations.FixedTimeEquals(First, other.First)
        && CryptographicOperations.FixedTimeEquals(Second, other.Second);

    private ref struct Text(Span<byte> buffer)
    {
        private readonly Span<byte> _buffer = buffer;
        private int _length;

        public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

        public void Add(ReadOnlySpan<byte> utf8)
        {
            utf8.CopyTo(_buffer[_length..]);
            _length += utf8.Length;
        }

        public void Add(string ascii) => _length += Encoding.ASCII.GetBytes(ascii, _buffer[_length..]);

        public void AddBase64Url(ReadOnlySpan<byte> bytes) => _length += Base64Url.EncodeToUtf8(bytes, _buffer[_length..]);
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>Salts of 128 bits (RFC 9901, 9.3), drawn several at a time: asking for chance costs more than the chance.</summary>
internal sealed class SaltSource
{
    public const int TextLength = 22;

    private const int SaltBytes = 16;

    private readonly byte[] _chance = new byte[16 * SaltBytes];
    private int _left;

    /// <summary>Writes the next salt as base64url. No salt is given out twice.</summary>
    public void Next(Span<byte> text)
    {
        if (_left == 0)
        {
            RandomNumberGenerator.Fill(_chance);
            _left = _chance.Length / SaltBytes;
        }

        Base64Url.EncodeToUtf8(_chance.AsSpan(--_left * SaltBytes, SaltBytes), text);
    }
}

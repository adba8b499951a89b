using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>AES Key Wrap (RFC 3394) with its default initial value, for keys of a whole number of 8-byte blocks, two or more.</summary>
internal static class AesKeyWrap
{
    private const int HalfBlock = 8;
    private const int Rounds = 6;
    private const ulong InitialValue = 0xA6A6_A6A6_A6A6_A6A6;      // RFC 3394, 2.2.3.1

    public static byte[] Wrap(ReadOnlySpan<byte> wrappingKey, ReadOnlySpan<byte> key)
    {
        var blocks = key.Length / HalfBlock;
        var wrapped = new byte[key.Length + HalfBlock];
        key.CopyTo(wrapped.AsSpan(HalfBlock));
        var check = InitialValue;
        using var aes = Aes.Create();
        aes.SetKey(wrappingKey);
        Span<byte> block = stackalloc byte[2 * HalfBlock];
        for (var step = 0; step < Rounds * blocks; step++)
        {
            var register = wrapped.AsSpan(HalfBlock * ((step % blocks) + 1), HalfBlock);
            BinaryPrimitives.WriteUInt64BigEndian(block, check);
            register.CopyTo(block[HalfBlock..]);
            aes.EncryptEcb(block, block, PaddingMode.None);
            check = BinaryPrimitives.ReadUInt64BigEndian(block) ^ (ulong)(step + 1);
            block[HalfBlock..].CopyTo(register);
        }

        BinaryPrimitives.WriteUInt64BigEndian(wrapped, check);
        return wrapped;
    }

    /// <summary>Unwraps; there is one way to fail.</summary>
    public static bool TryUnwrap(ReadOnlySpan<byte> wrappingKey, ReadOnlySpan<byte> wrapped, [NotNullWhen(true)] out byte[]? key)
    {
        key = null;
        if (wrapped.Length % HalfBlock != 0 || wrapped.Length < 3 * HalfBlock)
        {
            return false;
        }

        var blocks = (wrapped.Length / HalfBlock) - 1;
        var registers = wrapped[HalfBlock..].ToArray();
        var check = BinaryPrimitives.ReadUInt64BigEndian(wrapped);
        using var aes = Aes.Create();
        aes.SetKey(wrappingKey);
        Span<byte> block = stackalloc byte[2 * HalfBlock];
        for (var step = (Rounds * blocks) - 1; step >= 0; step--)
        {
            var register = registers.AsSpan(HalfBlock * (step % blocks), HalfBlock);
            BinaryPrimitives.WriteUInt64BigEndian(block, check ^ (ulong)(step + 1));
            register.CopyTo(block[HalfBlock..]);
            aes.DecryptEcb(block, block, PaddingMode.None);
            check = BinaryPrimitives.ReadUInt64BigEndian(block);
            block[HalfBlock..].CopyTo(register);
        }

        if (check != InitialValue)
        {
            CryptographicOperations.ZeroMemory(registers);
            return false;
        }

        key = registers;
        return true;
    }
}

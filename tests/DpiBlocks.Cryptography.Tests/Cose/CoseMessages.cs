using System.Formats.Cbor;
using DpiBlocks.Cryptography.Cose;

namespace DpiBlocks.Cryptography.Tests.Cose;

/// <summary>Messages as an attacker would build them, byte by byte, but rightly signed.</summary>
internal static class CoseMessages
{
    public const string Es256 = "a10126";
    public const string Empty = "a0";

    public static SigningKey Key { get; } = SigningKey.Generate(SignatureAlgorithm.Es256, KeyId.Parse("k1"));

    public static CoseProfile Profile { get; } = new() { Algorithms = [SignatureAlgorithm.Es256] };

    public static byte[] Payload { get; } = "A payload."u8.ToArray();

    /// <summary>A tagged message with these header maps, in hex, signed over exactly these bytes.</summary>
    public static byte[] Sign(string protectedHex = Es256, string unprotectedHex = Empty, byte[]? payload = null, bool detached = false, byte[]? aad = null, int tag = 18)
    {
        var header = Convert.FromHexString(protectedHex);
        var signature = Signature(SigStructure.Encode(header, aad ?? [], payload ?? Payload));
        return Build(header, unprotectedHex, detached ? null : payload ?? Payload, signature, tag);
    }

    public static byte[] Build(byte[] header, string unprotectedHex, byte[]? payload, byte[] signature, int tag = 18)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        if (tag > 0)
        {
            writer.WriteTag((CborTag)(ulong)tag);
        }

        writer.WriteStartArray(4);
        writer.WriteByteString(header);
        writer.WriteEncodedValue(Convert.FromHexString(unprotectedHex));
        if (payload is null)
        {
            writer.WriteNull();
        }
        else
        {
            writer.WriteByteString(payload);
        }

        writer.WriteByteString(signature);
        writer.WriteEndArray();
        return writer.Encode();
    }

    public static byte[] Signature(byte[] input) => Key.SignAsync(input).AsTask().GetAwaiter().GetResult();

    /// <summary>Reads and verifies: the message, or a failed assertion.</summary>
    public static CoseSign1 Accepted(byte[] message, CoseProfile? profile = null)
    {
        CoseSign1.TryParse(message, profile ?? Profile, out var sign1, out var refusal).Should().BeTrue("not {0}", refusal);
        Verify(sign1!).Should().BeTrue();
        return sign1!;
    }

    /// <summary>The code with which it is refused: while reading, or because of its signature.</summary>
    public static string Refused(byte[] message, CoseProfile? profile = null)
    {
        if (!CoseSign1.TryParse(message, profile ?? Profile, out var sign1, out var refusal))
        {
            sign1.Should().BeNull();
            return refusal.Code;
        }

        Verify(sign1).Should().BeFalse();
        return SignatureRefusalCodes.Invalid;
    }

    public static bool Verify(CoseSign1 sign1, byte[]? aad = null)
    {
        var message = sign1.ToSignedMessage("test", null, null, aad ?? []);
        return Key.VerificationKey.Verify(message.Algorithm, message.SigningInput.Span, message.Signature.Span);
    }
}

using System.Formats.Cbor;
using System.Text.Unicode;

namespace DpiBlocks.Cryptography.Cose;

/// <content>What is neither array nor map nor tag.</content>
internal sealed partial class CborTreeReader
{
    private (CborKind Kind, ulong Argument, object? Content) ReadScalar(CborReaderState state)
    {
        switch (state)
        {
            case CborReaderState.UnsignedInteger:
                return (CborKind.UnsignedInteger, _reader.ReadUInt64(), null);
            case CborReaderState.NegativeInteger:
                return (CborKind.NegativeInteger, _reader.ReadCborNegativeIntegerRepresentation(), null);
            case CborReaderState.ByteString:
                return (CborKind.ByteString, (ulong)_reader.ReadDefiniteLengthByteString().Length, null);
            case CborReaderState.StartIndefiniteLengthByteString:
                var bytes = _reader.ReadByteString();
                return (CborKind.ByteString, (ulong)bytes.Length, bytes);
            case CborReaderState.TextString:
                return (CborKind.TextString, (ulong)Unicode(_reader.ReadDefiniteLengthTextStringBytes()).Length, null);
            case CborReaderState.StartIndefiniteLengthTextString:
                var text = ReadTextInPieces();
                return (CborKind.TextString, (ulong)text.Length, text);
            case CborReaderState.HalfPrecisionFloat:
            case CborReaderState.SinglePrecisionFloat:
            case CborReaderState.DoublePrecisionFloat:
                return (CborKind.FloatingPoint, BitConverter.DoubleToUInt64Bits(_reader.ReadDouble()), null);
            default:
                return ReadSimple();
        }
    }

    private (CborKind Kind, ulong Argument, object? Content) ReadSimple()
    {
        var simple = _reader.ReadSimpleValue();
        return simple switch
        {
            CborSimpleValue.False => (CborKind.Boolean, 0, null),
            CborSimpleValue.True => (CborKind.Boolean, 1, null),
            CborSimpleValue.Null => (CborKind.Null, 0, null),
            CborSimpleValue.Undefined => (CborKind.Undefined, 0, null),
            _ => (CborKind.Simple, (ulong)simple, null),
        };
    }

    // RFC 8949, 3.2.3: each piece is valid UTF-8 by itself.
    private byte[] ReadTextInPieces()
    {
        using var text = new MemoryStream();
        _reader.ReadStartIndefiniteLengthTextString();
        while (_reader.PeekState() is CborReaderState.TextString)
        {
            text.Write(Unicode(_reader.ReadDefiniteLengthTextStringBytes()).Span);
        }

        _reader.ReadEndIndefiniteLengthTextString();
        return text.ToArray();
    }

    private static ReadOnlyMemory<byte> Unicode(ReadOnlyMemory<byte> text) =>
        Utf8.IsValid(text.Span) ? text : throw new CborContentException("A text string is not UTF-8.");
}

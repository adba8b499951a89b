using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;

namespace DpiBlocks.Cryptography.Cose;

/// <summary>The one reader of outside CBOR (RFC 8949). What two readers could understand differently is refused.</summary>
/// <remarks>
/// Non-shortest integers, indefinite lengths and unsorted keys are accepted unless the format demands the deterministic
/// encoding; the bytes are kept as they came in either case.
/// </remarks>
public static class StrictCbor
{
    private static readonly Refusal Malformed = new(CborRefusalCodes.Malformed, "The bytes are not one well-formed and valid CBOR value.");
    private static readonly Refusal TooDeep = new(CborRefusalCodes.TooDeep, "The CBOR is nested deeper than is allowed.");
    private static readonly Refusal TooLarge = new(CborRefusalCodes.TooLarge, "The CBOR is larger than is allowed.");
    private static readonly Refusal DuplicateKey = new(CborRefusalCodes.DuplicateKey, "A map has the same key twice.");
    private static readonly Refusal Noncanonical = new(CborRefusalCodes.Noncanonical, "The CBOR is not in the deterministic encoding that is demanded.");
    private static readonly Refusal TrailingData = new(CborRefusalCodes.TrailingData, "Something stands after the end of the CBOR.");

    /// <summary>Reads one CBOR value. Never throws for any bytes.</summary>
    /// <param name="data">The bytes, which must not change while the value is in use.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="value">The value.</param>
    /// <param name="refusal">Why not: one of <see cref="CborRefusalCodes"/>.</param>
    /// <returns>Whether it was read.</returns>
    public static bool TryParse(
        ReadOnlyMemory<byte> data,
        CborLimits limits,
        [NotNullWhen(true)] out CborValue? value,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(limits);
        value = null;
        refusal = data.Length > limits.MaxBytes ? TooLarge : Read(data, limits, ref value);
        return refusal is null;
    }

    /// <summary>Reads one CBOR value that must be in the core deterministic encoding (RFC 8949, 4.2.1). Never throws for any bytes.</summary>
    /// <inheritdoc cref="TryParse"/>
    public static bool TryParseDeterministic(
        ReadOnlyMemory<byte> data,
        CborLimits limits,
        [NotNullWhen(true)] out CborValue? value,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        if (TryParse(data, limits, out value, out refusal) && !value.IsDeterministic)
        {
            (value, refusal) = (null, Noncanonical);
        }

        return refusal is null;
    }

    // The platform's reader says no in several ways, not all of them documented: this is the one place that knows them.
    private static Refusal? Read(ReadOnlyMemory<byte> data, CborLimits limits, ref CborValue? value)
    {
        try
        {
            var reader = new CborTreeReader(data, limits);
            var fault = reader.Read(out var read);
            value = fault is CborFault.None ? read : null;
            return fault switch
            {
                CborFault.None => null,
                CborFault.TooDeep => TooDeep,
                CborFault.TooLarge => TooLarge,
                CborFault.DuplicateKey => DuplicateKey,
                CborFault.TrailingData => TrailingData,
                _ => Malformed,
            };
        }
        catch (CborContentException)
        {
            return Malformed;
        }
        catch (InvalidOperationException)
        {
            return Malformed;
        }
        catch (FormatException)
        {
            return Malformed;
        }
        catch (ArithmeticException)
        {
            return Malformed;      // OverflowException
        }
        catch (ArgumentException)
        {
            return Malformed;
        }
    }
}

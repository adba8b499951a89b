using System.Diagnostics.CodeAnalysis;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Consent;

/// <summary>A signed receipt in the form it must have, whose signatures have not been checked: see <see cref="ReceiptVerifier"/>.</summary>
/// <remarks>
/// A JWS (RFC 7515) of type <c>consent-receipt+jwt</c>; behind a tilde, once the other party has signed too, one of type
/// <c>consent-receipt-countersignature+jwt</c> over the SHA-256 of the first. So nobody can sign both parts but both parties, and the chain
/// of receipts, which is made of the hashes of the first parts, does not wait for the second ones.
/// </remarks>
public sealed class SignedReceipt
{
    /// <summary>The type of the JWS.</summary>
    public const string Type = "consent-receipt+jwt";

    /// <summary>The type of the JWS of the other party.</summary>
    public const string CountersignatureType = "consent-receipt-countersignature+jwt";

    private const byte Tilde = (byte)'~';
    private static readonly JwsProfile Profile = JwsProfile.Of(Type);
    private static readonly JwsProfile CountersignatureProfile = JwsProfile.Of(CountersignatureType);

    private readonly ReadOnlyMemory<byte> _first;
    private readonly Jws _jws;
    private Jws? _countersigned;

    private SignedReceipt(ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> first, Jws jws, ConsentReceipt receipt) =>
        (Bytes, _first, _jws, Receipt, Hash) = (bytes, first, jws, receipt, Digest.Of(first.Span));

    /// <summary>Gets the bytes as they came.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Gets the SHA-256 of the receipt with its first signature: what the next receipt and the countersignature name.</summary>
    public Digest Hash { get; }

    /// <summary>Gets what it says. Nothing of it is verified yet.</summary>
    public ConsentReceipt Receipt { get; }

    /// <summary>Gets what the other party signed; null as long as it has not.</summary>
    public Countersignature? Countersignature { get; private set; }

    /// <summary>Signs a receipt for its issuer.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="signer">The issuer's key.</param>
    /// <param name="cancellationToken">Gives up waiting for the signer.</param>
    /// <returns>The JWS, in ASCII.</returns>
    /// <exception cref="ArgumentException">The receipt lacks what its kind demands, or a text of it is not Unicode.</exception>
    public static ValueTask<byte[]> SignAsync(ConsentReceipt receipt, ISigner signer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return ReceiptJson.FaultOf(receipt) is { } fault
            ? throw new ArgumentException($"The receipt's {fault} does not fit the rest of it.", nameof(receipt))
            : Jws.SignAsync(signer, JwsSigningHeader.Of(Type), ReceiptJson.Write(receipt), cancellationToken);
    }

    /// <summary>Signs the receipt for the other party, which has verified it.</summary>
    /// <param name="at">The time.</param>
    /// <param name="signer">The other party's key.</param>
    /// <param name="cancellationToken">Gives up waiting for the signer.</param>
    /// <returns>Both signatures, in ASCII.</returns>
    public async ValueTask<byte[]> CountersignAsync(DateTimeOffset at, ISigner signer, CancellationToken cancellationToken = default)
    {
        var payload = ReceiptJson.WriteCountersignature(Hash, Receipt.Counterparty, at);
        var second = await Jws.SignAsync(signer, JwsSigningHeader.Of(CountersignatureType), payload, cancellationToken);
        return [.. _first.Span, Tilde, .. second];
    }

    /// <summary>Reads a signed receipt. Never throws for any bytes.</summary>
    /// <param name="bytes">The receipt, which must not change while it is in use.</param>
    /// <param name="receipt">The receipt.</param>
    /// <param name="refusal">Why not: <see cref="ReceiptRefusalCodes.Malformed"/>, or one of the JWS or the JSON.</param>
    /// <returns>Whether it has that form.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out SignedReceipt? receipt, [NotNullWhen(false)] out Refusal? refusal)
    {
        receipt = null;
        var tilde = bytes.Span.IndexOf(Tilde);
        var first = tilde < 0 ? bytes : bytes[..tilde];
        if (!Jws.TryParse(first, Profile, out var jws, out refusal) || !ReceiptJson.TryRead(jws.Payload, out var read, out refusal))
        {
            return false;
        }

        var signed = new SignedReceipt(bytes, first, jws, read);
        receipt = tilde < 0 || signed.TryTake(bytes[(tilde + 1)..], out refusal) ? signed : null;
        return receipt is not null;
    }

    internal Cryptography.SignedMessage ToSignedMessage() => _jws.ToSignedMessage(Type, Receipt.Issuer.Value, Receipt.At);

    internal Cryptography.SignedMessage? ToCountersignedMessage() =>
        _countersigned?.ToSignedMessage(CountersignatureType, Countersignature!.By.Value, Countersignature.At);

    private bool TryTake(ReadOnlyMemory<byte> bytes, [NotNullWhen(false)] out Refusal? refusal)
    {
        if (!Jws.TryParse(bytes, CountersignatureProfile, out _countersigned, out refusal)
            || !ReceiptJson.TryReadCountersignature(_countersigned.Payload, out var countersignature, out refusal))
        {
            return false;
        }

        Countersignature = countersignature;
        return true;
    }
}

using System.Diagnostics.CodeAnalysis;
using DpiBlocks.Cryptography;

namespace DpiBlocks.StatusLists;

/// <summary>A published list as it came, in the form it must have. Nothing in it is verified yet: see <see cref="TokenStatusListChecker"/>.</summary>
/// <remarks>Token Status List, 5. It refers to the bytes it came from, which must not change while it is in use.</remarks>
public sealed partial class StatusListToken
{
    private StatusListToken(string address, ValidityPeriod validity, SignedMessage message, long bits, ReadOnlyMemory<byte> compressed) =>
        (Address, Validity, Message, Bits, Compressed) = (address, validity, message, bits, compressed);

    /// <summary>Gets the address that it gives itself (<c>sub</c>), as it is written.</summary>
    public string Address { get; }

    /// <summary>Gets when it holds; when it was issued (<c>iat</c>) it always says.</summary>
    public ValidityPeriod Validity { get; }

    /// <summary>Gets after how long it should be fetched anew (<c>ttl</c>); null when it does not say.</summary>
    public TimeSpan? TimeToLive { get; private init; }

    /// <summary>Gets where all lists of its issuer are listed (<c>aggregation_uri</c>), from untrusted text; null when it does not say.</summary>
    public Uri? Aggregation { get; private init; }

    /// <summary>Gets what is signed, and by which key it says.</summary>
    public SignedMessage Message { get; }

    internal long Bits { get; }

    internal ReadOnlyMemory<byte> Compressed { get; }

    /// <summary>Decodes the list, whole or not at all. To be done last, since only what is trusted shall be inflated.</summary>
    /// <param name="list">The list.</param>
    /// <param name="refusal">Why not: <c>status.malformed</c> or <c>status.too_large</c>.</param>
    /// <returns>Whether it was decoded.</returns>
    public bool TryDecode([NotNullWhen(true)] out StatusList? list, [NotNullWhen(false)] out Refusal? refusal) =>
        StatusList.TryDecode(Bits, Compressed, out list, out refusal);

    private static Refusal Malformed(string location) =>
        new(StatusRefusalCodes.Malformed, "The status list token lacks a claim, or one has not the agreed form.") { Location = location };

    private static bool TryReadAddress(string? text, out Uri? address)
    {
        address = null;
        return text is null || StatusReference.TryParseAddress(text, out address);
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Credentials.Hcert;

/// <summary>The content of an EU Digital COVID Certificate that follows its schema: exactly one vaccination, test or recovery of one person.</summary>
/// <remarks>
/// Schema 1.3 (eHealth Network, Technical Specifications for EU Digital COVID Certificates, volume 3), and what its words say beyond
/// it: dates exist, a dose is one of its series, a recovery ends after it begins. Members that the schema does not know are let be.
/// Whether codes are in the code lists is asked apart, of <see cref="DccCodeLists"/>.
/// </remarks>
public sealed record DccPayload
{
    /// <summary>Gets the version of the schema (<c>ver</c>), three numbers.</summary>
    public required string Version { get; init; }

    /// <summary>Gets the name of the person (<c>nam</c>).</summary>
    public required DccName Name { get; init; }

    /// <summary>Gets the date of birth (<c>dob</c>): a day, a month, a year between 1900 and 2099, or the empty text when it is not known.</summary>
    public required string DateOfBirth { get; init; }

    /// <summary>Gets what is attested: <see cref="DccVaccination"/>, <see cref="DccTest"/> or <see cref="DccRecovery"/>.</summary>
    public required DccEntry Entry { get; init; }

    /// <summary>Gets the type, one of <see cref="DccTypes"/>.</summary>
    public string Type => Entry.Type;

    /// <summary>Reads a payload from JSON. Never throws for any bytes.</summary>
    /// <param name="utf8">The JSON.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="refusal">Why not: one of <see cref="JsonRefusalCodes"/>, or <see cref="HcertRefusalCodes.Payload"/> with the member as a JSON pointer.</param>
    /// <returns>Whether it follows the schema.</returns>
    public static bool TryParse(
        ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out DccPayload? payload, [NotNullWhen(false)] out Refusal? refusal)
    {
        payload = null;
        if (!StrictJson.TryParse(utf8, JsonLimits.Token, out var document, out refusal))
        {
            return false;
        }

        using (document)
        {
            return TryRead(document.RootElement, out payload, out refusal);
        }
    }

    /// <summary>Reads a payload from JSON that was parsed strictly. Never throws for any content.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="refusal">Why not: <see cref="HcertRefusalCodes.Payload"/> with the member as a JSON pointer.</param>
    /// <returns>Whether it follows the schema.</returns>
    public static bool TryRead(JsonElement json, [NotNullWhen(true)] out DccPayload? payload, [NotNullWhen(false)] out Refusal? refusal)
    {
        payload = DccReader.Read(json, out var fault);
        refusal = payload is not null ? null
            : new Refusal(HcertRefusalCodes.Payload, "The content does not follow the schema of the EU Digital COVID Certificate.") { Location = fault };
        return payload is not null;
    }
}

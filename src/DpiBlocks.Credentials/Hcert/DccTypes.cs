using System.Text.Json;

namespace DpiBlocks.Credentials.Hcert;

/// <summary>The types of EU Digital COVID Certificates, as trust policies and verified credentials name them. They are stable.</summary>
public static class DccTypes
{
    /// <summary>A certificate of vaccination.</summary>
    public const string Vaccination = "eu-dcc/vaccination";

    /// <summary>A certificate of a test result.</summary>
    public const string Test = "eu-dcc/test";

    /// <summary>A certificate of recovery.</summary>
    public const string Recovery = "eu-dcc/recovery";

    /// <summary>What the trust policy is asked about when the content tells no type: it will be refused, but only once its signature was looked at.</summary>
    internal const string Unknown = "eu-dcc/unknown";

    /// <summary>Tells the type by the one group that a payload has, be it in order or not.</summary>
    internal static string Of(JsonElement payload)
    {
        if (payload.ValueKind is not JsonValueKind.Object)
        {
            return Unknown;
        }

        var (v, t, r) = (Has(payload, "v"u8), Has(payload, "t"u8), Has(payload, "r"u8));
        return (v, t, r) switch
        {
            (true, false, false) => Vaccination,
            (false, true, false) => Test,
            (false, false, true) => Recovery,
            _ => Unknown,
        };
    }

    private static bool Has(JsonElement payload, ReadOnlySpan<byte> group) =>
        payload.TryGetProperty(group, out var value) && value.ValueKind is not JsonValueKind.Null;
}

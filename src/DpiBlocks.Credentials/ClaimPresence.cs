using System.Collections.Immutable;
using System.Text.Json;

namespace DpiBlocks.Credentials;

/// <summary>Looks whether the members that a request requires are there.</summary>
internal static class ClaimPresence
{
    public static bool Check(VerdictBuilder verdict, ReadOnlyMemory<byte> claims, ImmutableArray<string> required)
    {
        var element = JsonElement.Parse(claims.Span);      // our own output, well-formed
        foreach (var name in required)
        {
            if (!element.TryGetProperty(name, out _))
            {
                var reason = new Refusal(CredentialRefusalCodes.ClaimMissing, "A claim that must be there is missing or was not disclosed.") { Location = $"/{name}" };
                return verdict.Demand(new Check { Name = "payload", Outcome = CheckOutcome.Failed, Reason = reason });
            }
        }

        return true;
    }
}

using System.Collections.Immutable;
using System.Text.Json;

namespace DpiBlocks.Consent;

/// <summary>One value that did not come through a dialect as it was. Found by comparing the two sides, never listed by hand.</summary>
/// <param name="Path">Where, as a JSON pointer (RFC 6901) into the document that was crossed over.</param>
/// <param name="Before">The value there, as JSON text; null when there was none and the crossing has added one.</param>
/// <param name="After">The value that is there now; null when it is missing.</param>
public sealed record ConsentLoss(string Path, string? Before, string? After)
{
    /// <summary>Compares two documents, member by member and item by item.</summary>
    internal static ImmutableArray<ConsentLoss> Between(JsonElement before, JsonElement after)
    {
        var losses = ImmutableArray.CreateBuilder<ConsentLoss>();
        Compare(string.Empty, before, after, losses);
        return losses.ToImmutable();
    }

    private static void Compare(string path, JsonElement? before, JsonElement? after, ImmutableArray<ConsentLoss>.Builder losses)
    {
        switch (before?.ValueKind, after?.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                foreach (var name in Names(before.Value).Union(Names(after.Value), StringComparer.Ordinal))
                {
                    Compare($"{path}/{Escape(name)}", Member(before.Value, name), Member(after.Value, name), losses);
                }

                break;
            case (JsonValueKind.Array, JsonValueKind.Array):
                for (var index = 0; index < Math.Max(before.Value.GetArrayLength(), after.Value.GetArrayLength()); index++)
                {
                    Compare($"{path}/{index}", Item(before.Value, index), Item(after.Value, index), losses);
                }

                break;
            case ({ }, { }) when JsonElement.DeepEquals(before.Value, after.Value):
                break;
            default:
                losses.Add(new ConsentLoss(path, before?.GetRawText(), after?.GetRawText()));
                break;
        }
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name);

    private static JsonElement? Member(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : null;

    private static JsonElement? Item(JsonElement element, int index) => index < element.GetArrayLength() ? element[index] : null;

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}

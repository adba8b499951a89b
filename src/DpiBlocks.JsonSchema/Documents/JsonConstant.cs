using System.Text.Json;

namespace DpiBlocks.JsonSchema.Documents;

/// <summary>A JSON value of a schema (<c>const</c>, an item of <c>enum</c>), kept for as long as the schema.</summary>
internal sealed class JsonConstant(byte[] text, byte[] unescaped, Token[] tokens)
{
    public JsonTable Table => new(text, unescaped, tokens);

    /// <summary>The value as it was written.</summary>
    public ReadOnlySpan<byte> Utf8 => text;

    /// <summary>Copies a value of a text that <see cref="StrictJson"/> read.</summary>
    public static JsonConstant Of(JsonElement element)
    {
        var limits = new JsonLimits(int.MaxValue) { MaxDepth = 1024, MaxMembers = int.MaxValue, MaxItems = int.MaxValue };
        var refusal = JsonTableBuilder.Read(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(element), limits, out var builder);
        using (builder)
        {
            return refusal is null ? builder.ToConstant() : throw new InvalidOperationException("A text that was read cannot be read again.");
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.AspNetCore;

/// <summary>The JSON that came with a request, or why it is not taken. To be disposed.</summary>
public sealed class JsonBody : IDisposable
{
    internal JsonBody(Problem refused) => Refused = refused;

    internal JsonBody(JsonDocument document, ReadOnlyMemory<byte> utf8) => (Document, Utf8) = (document, utf8);

    /// <summary>Gets a value indicating whether it was read.</summary>
    [MemberNotNullWhen(true, nameof(Document))]
    [MemberNotNullWhen(false, nameof(Refused))]
    public bool IsRead => Document is not null;

    /// <summary>Gets the JSON; null when it is refused.</summary>
    public JsonDocument? Document { get; }

    /// <summary>Gets the bytes as they came, over which signatures are checked.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>Gets the answer to give when it is refused: 400, 413 or 415.</summary>
    public Problem? Refused { get; }

    /// <inheritdoc/>
    public void Dispose() => Document?.Dispose();
}

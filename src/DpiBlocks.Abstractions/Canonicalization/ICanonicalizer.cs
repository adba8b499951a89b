using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks;

/// <summary>Turns a document into the one sequence of bytes that is hashed or signed, whatever way it was written.</summary>
/// <remarks>Pure: it reads nothing but the document and what was handed to its constructor. Safe to share between threads.</remarks>
public interface ICanonicalizer
{
    /// <summary>Canonicalizes. Never throws for any bytes.</summary>
    /// <param name="document">The document, JSON in UTF-8.</param>
    /// <param name="canonical">The canonical bytes.</param>
    /// <param name="refusal">Why not: it is not JSON, it says more than is understood, or it costs more than is allowed.</param>
    /// <returns>Whether it was done.</returns>
    bool TryCanonicalize(ReadOnlyMemory<byte> document, [NotNullWhen(true)] out byte[]? canonical, [NotNullWhen(false)] out Refusal? refusal);
}

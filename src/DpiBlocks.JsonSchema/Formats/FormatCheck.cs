namespace DpiBlocks.JsonSchema.Formats;

/// <summary>Whether a string, unescaped, has a format.</summary>
internal delegate bool FormatCheck(ReadOnlySpan<byte> text);

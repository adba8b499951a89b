using System.Buffers;
using System.Collections.Immutable;

namespace DpiBlocks.Cryptography;

/// <summary>The strict form of RFC 7468: begin line, base64 in lines, end line with the same label. Text around the blocks is passed over.</summary>
internal static class PemBlocks
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Tail = "-----";

    /// <summary>Reads all blocks, in one pass; null when any is not well formed.</summary>
    public static ImmutableArray<(string Label, byte[] Data)>? Read(ReadOnlySpan<char> text)
    {
        var blocks = ImmutableArray.CreateBuilder<(string, byte[])>();
        var base64 = ArrayPool<char>.Shared.Rent(Math.Max(text.Length, 1));
        var length = 0;
        string? label = null;
        var good = true;
        foreach (var line in text.EnumerateLines())
        {
            if (label is null)
            {
                label = LabelOf(line, Begin);
                good &= label is not null || !line.StartsWith(Tail, StringComparison.Ordinal);
                length = 0;
            }
            else if (!line.StartsWith(Tail, StringComparison.Ordinal))
            {
                line.CopyTo(base64.AsSpan(length));
                length += line.Length;
            }
            else
            {
                good &= string.Equals(LabelOf(line, End), label, StringComparison.Ordinal);
                if (!good || !StrictBase64.TryDecode(base64.AsSpan(0, length), out var data) || data.Length == 0)
                {
                    good = false;
                    break;
                }

                blocks.Add((label, data));
                label = null;
            }
        }

        ArrayPool<char>.Shared.Return(base64, clearArray: true);
        return good && label is null ? blocks.ToImmutable() : null;
    }

    private static string? LabelOf(ReadOnlySpan<char> line, string begin) =>
        line.StartsWith(begin, StringComparison.Ordinal) && line.EndsWith(Tail, StringComparison.Ordinal) && line.Length > begin.Length + Tail.Length
            ? line[begin.Length..^Tail.Length].ToString()
            : null;
}

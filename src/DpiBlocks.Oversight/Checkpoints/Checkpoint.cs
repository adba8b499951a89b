using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DpiBlocks.Oversight;

/// <summary>What a log says of itself: how many leaves it has, and its root (C2SP tlog-checkpoint). Nothing in it is trusted.</summary>
/// <param name="Origin">The name of the log, most often its address without scheme: <c>log.example.gov/audit</c>.</param>
/// <param name="Size">The number of leaves.</param>
/// <param name="Root">The root of its tree.</param>
public sealed record Checkpoint(string Origin, long Size, Digest Root)
{
    /// <summary>Gets further lines, of which nobody says what they mean; written by others, never by us.</summary>
    public ImmutableArray<string> Extensions { get; init; } = [];

    /// <summary>Reads the text of a note. Never throws for any text.</summary>
    /// <param name="text">The text, with its final line feed.</param>
    /// <param name="checkpoint">What it says.</param>
    /// <param name="refusal">Why not: <see cref="AuditRefusalCodes.CheckpointMalformed"/>.</param>
    /// <returns>Whether it is a checkpoint.</returns>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out Checkpoint? checkpoint, [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(text);
        (checkpoint, refusal) = (null, NoteRefusals.Checkpoint);
        if (text is not [.., '\n'])
        {
            return false;
        }

        var lines = text[..^1].Split('\n');
        if (lines.Length < 3 || Array.Exists(lines, line => line.Length == 0)
            || !NoteText.TryReadNumber(lines[1], out var size) || !NoteText.TryReadHash(lines[2], out var root)
            || (size == 0 && root != MerkleTree.EmptyRoot))
        {
            return false;
        }

        (checkpoint, refusal) = (new Checkpoint(lines[0], size, root) { Extensions = [.. lines[3..]] }, null);
        return true;
    }

    /// <summary>Writes the text of the note.</summary>
    /// <returns>The text, with its final line feed.</returns>
    public string ToText() =>
        string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{NoteText.Format(Root)}\n{string.Concat(Extensions.Select(line => line + "\n"))}");
}

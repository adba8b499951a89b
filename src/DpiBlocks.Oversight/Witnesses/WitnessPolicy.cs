using System.Collections.Immutable;

namespace DpiBlocks.Oversight;

/// <summary>How many of which witnesses must have seen a checkpoint before it is believed.</summary>
public sealed class WitnessPolicy
{
    /// <summary>Initializes a new instance of the <see cref="WitnessPolicy"/> class: k of n.</summary>
    /// <param name="required">How many must have seen it: at least one.</param>
    /// <param name="keys">Their keys; several keys of one name are one witness.</param>
    /// <exception cref="ArgumentException">A key makes no cosignatures, or stands for two witnesses.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Less than one, or more than there are, are required.</exception>
    public WitnessPolicy(int required, params ImmutableArray<NoteKey> keys)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(required, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(required, keys.Select(key => key.Name).Distinct(StringComparer.Ordinal).Count());

        // One key under two names would let one witness count twice.
        if (keys.Any(key => !Cosignature.IsTimed(key.Kind)) || keys.GroupBy(key => key.Key.Thumbprint).Any(same => same.Select(key => key.Name).Distinct(StringComparer.Ordinal).Count() > 1))
        {
            throw new ArgumentException("Each witness has keys of its own, and they make cosignatures.", nameof(keys));
        }

        (Required, Keys) = (required, keys);
    }

    private WitnessPolicy() => Keys = [];

    /// <summary>Gets the policy that demands no witness: whoever holds the log's key can then show everyone another log.</summary>
    public static WitnessPolicy None { get; } = new();

    /// <summary>Gets how many are required.</summary>
    public int Required { get; }

    /// <summary>Gets the keys of all of them.</summary>
    public ImmutableArray<NoteKey> Keys { get; }
}

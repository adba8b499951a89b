using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DpiBlocks.Oversight;

/// <summary>Verifies the checkpoints of one log: whose it is, the log's signature, the witnesses. Needs no network. Safe to share between threads.</summary>
public sealed class CheckpointVerifier
{
    private static readonly TimeSpan Skew = default(ClockSkew).Value;

    private readonly string _origin;
    private readonly ImmutableArray<NoteKey> _keys;
    private readonly WitnessPolicy _witnesses;
    private readonly TimeProvider _time;

    /// <summary>Initializes a new instance of the <see cref="CheckpointVerifier"/> class.</summary>
    /// <param name="origin">The name of the log.</param>
    /// <param name="keys">The keys of the log, at least one; several while it changes its key.</param>
    /// <param name="witnesses">Which witnesses must have seen it.</param>
    /// <param name="time">The clock: a witness that has seen it in the future does not count.</param>
    /// <exception cref="ArgumentException">There is no origin or no key, or a key of a witness is also one of the log.</exception>
    public CheckpointVerifier(string origin, ImmutableArray<NoteKey> keys, WitnessPolicy witnesses, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(origin);
        ArgumentOutOfRangeException.ThrowIfZero(keys.Length, nameof(keys));
        ArgumentNullException.ThrowIfNull(witnesses);
        ArgumentNullException.ThrowIfNull(time);
        if (witnesses.Keys.Any(witness => keys.Any(key => key.Key.Thumbprint == witness.Key.Thumbprint)))
        {
            throw new ArgumentException("A log is not its own witness.", nameof(witnesses));
        }

        (_origin, _keys, _witnesses, _time) = (origin, keys, witnesses, time);
    }

    /// <summary>Verifies. Never throws for any bytes.</summary>
    /// <param name="note">The signed note, as it came.</param>
    /// <returns>
    /// The checkpoint; or <c>audit.note_malformed</c>, <c>audit.checkpoint_malformed</c>, <c>audit.origin_unknown</c>, <c>audit.signature_invalid</c>,
    /// <c>audit.signature_missing</c> or <c>audit.witnesses_missing</c>.
    /// </returns>
    public Verification<VerifiedCheckpoint> Verify(ReadOnlyMemory<byte> note)
    {
        var verdict = Begin();
        return Verify(verdict, note) is { } checkpoint ? verdict.Accept(checkpoint) : verdict.Refuse<VerifiedCheckpoint>();
    }

    /// <summary>Begins a verdict. What is judged here rests on the presented bytes alone, so that no policy has anything to rule upon.</summary>
    internal VerdictBuilder Begin() => new(VerdictPolicy.Strict, _time.GetUtcNow());

    internal VerifiedCheckpoint? Verify(VerdictBuilder verdict, ReadOnlyMemory<byte> note)
    {
        if (!TryRead(note, out var read, out var checkpoint, out var refusal))
        {
            verdict.Demand(new Check { Name = "checkpoint", Outcome = CheckOutcome.Failed, Reason = refusal });
            return null;
        }

        verdict.Demand(Check.Passed("checkpoint"));
        if (!verdict.Demand(CheckSignature(read, checkpoint)))
        {
            return null;
        }

        var (seen, broken) = SeenBy(read, checkpoint, verdict.At);
        return verdict.Demand(CheckWitnesses(seen.Length, broken))
            ? new VerifiedCheckpoint(checkpoint, note, seen.Length, _witnesses.Required == 0 ? null : seen[_witnesses.Required - 1])
            : null;
    }

    private bool TryRead(
        ReadOnlyMemory<byte> note, [NotNullWhen(true)] out SignedNote? read, [NotNullWhen(true)] out Checkpoint? checkpoint, [NotNullWhen(false)] out Refusal? refusal)
    {
        checkpoint = null;
        if (!SignedNote.TryParse(note.Span, out read, out refusal) || !Checkpoint.TryParse(read.Text, out checkpoint, out refusal))
        {
            return false;
        }

        refusal = string.Equals(checkpoint.Origin, _origin, StringComparison.Ordinal)
            ? null
            : new Refusal(AuditRefusalCodes.OriginUnknown, "The checkpoint is that of another log.");
        return refusal is null;
    }

    private Check CheckSignature(SignedNote note, Checkpoint checkpoint) => NoteVerifier.Find(note, checkpoint, _keys) is { } refusal
        ? new Check { Name = "checkpoint_signature", Outcome = CheckOutcome.Failed, Reason = refusal }
        : Check.Passed("checkpoint_signature");

    private Check CheckWitnesses(int seen, bool broken)
    {
        var check = broken ? Check.Failed("checkpoint_witnesses", AuditRefusalCodes.SignatureInvalid, "A signature that names a known witness is not that witness's.")
            : seen < _witnesses.Required ? Check.Failed("checkpoint_witnesses", AuditRefusalCodes.WitnessesMissing, "Fewer witnesses than demanded have seen the checkpoint.")
            : Check.Passed("checkpoint_witnesses");
        return check with
        {
            Facts = ImmutableDictionary<string, string>.Empty
                .Add("required", _witnesses.Required.ToString(CultureInfo.InvariantCulture)).Add("seen", seen.ToString(CultureInfo.InvariantCulture)),
        };
    }

    // When each witness has seen it, earliest first; a witness with several keys counts once.
    private (ImmutableArray<DateTimeOffset> At, bool Broken) SeenBy(SignedNote note, Checkpoint checkpoint, DateTimeOffset now)
    {
        var seen = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var signature in note.Signatures)
        {
            if (_witnesses.Keys.FirstOrDefault(key => key.IsNamedBy(signature)) is not { } key)
            {
                continue;
            }

            if (!Cosignature.Verify(key, signature, note.Text, checkpoint, out var at))
            {
                return ([], true);
            }

            if (at <= now + Skew && (!seen.TryGetValue(key.Name, out var earlier) || at > earlier))
            {
                seen[key.Name] = at!.Value;
            }
        }

        return ([.. seen.Values.Order()], false);
    }
}

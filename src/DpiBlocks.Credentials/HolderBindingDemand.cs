namespace DpiBlocks.Credentials;

/// <summary>Whether whoever presents a credential must prove to hold its key. It comes from the one who verifies, never from what is presented (RFC 9901, 7.3).</summary>
public sealed class HolderBindingDemand
{
    private HolderBindingDemand(bool mustBeBound, bool mustBeProved, string? audience, string? nonce)
    {
        MustBeBound = mustBeBound;
        MustBeProved = mustBeProved;
        Audience = audience;
        Nonce = nonce;
    }

    /// <summary>Gets the default: nobody was challenged, so what is bound to a holder is refused, and what is bound to nobody may pass.</summary>
    public static HolderBindingDemand UnboundOnly { get; } = new(false, true, null, null);

    /// <summary>Gets the demand of nothing: a credential that is bound to a holder passes without a proof, and the verdict says so.</summary>
    public static HolderBindingDemand NotDemanded { get; } = new(false, false, null, null);

    /// <summary>Gets a value indicating whether a credential that is bound to nobody is refused.</summary>
    internal bool MustBeBound { get; }

    /// <summary>Gets a value indicating whether one that is bound must come with its proof.</summary>
    internal bool MustBeProved { get; }

    /// <summary>Gets for whom the proof must have been made; null when nobody was challenged.</summary>
    internal string? Audience { get; }

    /// <summary>Gets the challenge that the proof must answer; null when nobody was challenged.</summary>
    internal string? Nonce { get; }

    /// <summary>Demands that the credential is bound to a holder, and that the holder answered this challenge.</summary>
    /// <param name="audience">Whom the proof must name, exactly: this verifier's identifier.</param>
    /// <param name="nonce">The challenge, made freshly for this presentation from at least 128 random bits.</param>
    /// <returns>The demand.</returns>
    public static HolderBindingDemand Required(string audience, string nonce) => Challenge(mustBeBound: true, audience, nonce);

    /// <summary>Demands that the holder answered this challenge, if the credential is bound to one; what is bound to nobody may pass.</summary>
    /// <param name="audience">Whom the proof must name, exactly: this verifier's identifier.</param>
    /// <param name="nonce">The challenge, made freshly for this presentation from at least 128 random bits.</param>
    /// <returns>The demand.</returns>
    public static HolderBindingDemand WhenBound(string audience, string nonce) => Challenge(mustBeBound: false, audience, nonce);

    private static HolderBindingDemand Challenge(bool mustBeBound, string audience, string nonce)
    {
        ArgumentException.ThrowIfNullOrEmpty(audience);
        ArgumentException.ThrowIfNullOrEmpty(nonce);
        return new HolderBindingDemand(mustBeBound, mustBeProved: true, audience, nonce);
    }
}

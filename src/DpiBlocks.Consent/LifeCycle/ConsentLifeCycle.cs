using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Consent;

/// <summary>Where a consent stands.</summary>
public enum ConsentState
{
    /// <summary>Nowhere; not a valid state.</summary>
    None = 0,

    /// <summary>Asked for; the person has not answered.</summary>
    Requested,

    /// <summary>She said no.</summary>
    Refused,

    /// <summary>She said yes; it holds from its beginning on.</summary>
    Given,

    /// <summary>It holds.</summary>
    Active,

    /// <summary>It does not hold until she resumes it.</summary>
    Paused,

    /// <summary>She took it back.</summary>
    Withdrawn,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Another has taken its place.</summary>
    Superseded,
}

/// <summary>What is done to a consent.</summary>
public enum ConsentAct
{
    /// <summary>Nothing; not a valid act.</summary>
    None = 0,

    /// <summary>The person says no.</summary>
    Refuse,

    /// <summary>She says yes.</summary>
    Give,

    /// <summary>She pauses it.</summary>
    Pause,

    /// <summary>She resumes it.</summary>
    Resume,

    /// <summary>She takes it back.</summary>
    Withdraw,

    /// <summary>Its time ends.</summary>
    Expire,

    /// <summary>Another takes its place.</summary>
    Supersede,
}

/// <summary>The states of a consent and the ways between them. From withdrawn, expired, refused and superseded no way leads on.</summary>
public static class ConsentLifeCycle
{
    private static readonly Dictionary<(ConsentState From, ConsentAct Act), ConsentState> Ways = new()
    {
        [(ConsentState.Requested, ConsentAct.Refuse)] = ConsentState.Refused,
        [(ConsentState.Requested, ConsentAct.Give)] = ConsentState.Given,
        [(ConsentState.Requested, ConsentAct.Expire)] = ConsentState.Expired,
        [(ConsentState.Given, ConsentAct.Pause)] = ConsentState.Paused,
        [(ConsentState.Given, ConsentAct.Withdraw)] = ConsentState.Withdrawn,
        [(ConsentState.Given, ConsentAct.Expire)] = ConsentState.Expired,
        [(ConsentState.Given, ConsentAct.Supersede)] = ConsentState.Superseded,
        [(ConsentState.Active, ConsentAct.Pause)] = ConsentState.Paused,
        [(ConsentState.Active, ConsentAct.Withdraw)] = ConsentState.Withdrawn,
        [(ConsentState.Active, ConsentAct.Expire)] = ConsentState.Expired,
        [(ConsentState.Active, ConsentAct.Supersede)] = ConsentState.Superseded,
        [(ConsentState.Paused, ConsentAct.Resume)] = ConsentState.Given,
        [(ConsentState.Paused, ConsentAct.Withdraw)] = ConsentState.Withdrawn,
        [(ConsentState.Paused, ConsentAct.Expire)] = ConsentState.Expired,
        [(ConsentState.Paused, ConsentAct.Supersede)] = ConsentState.Superseded,

        // What is so already stays so: who asks twice is not told that it failed.
        [(ConsentState.Withdrawn, ConsentAct.Withdraw)] = ConsentState.Withdrawn,
        [(ConsentState.Paused, ConsentAct.Pause)] = ConsentState.Paused,
        [(ConsentState.Expired, ConsentAct.Expire)] = ConsentState.Expired,
        [(ConsentState.Refused, ConsentAct.Refuse)] = ConsentState.Refused,
        [(ConsentState.Superseded, ConsentAct.Supersede)] = ConsentState.Superseded,
    };

    /// <summary>Goes one step.</summary>
    /// <param name="from">Where it stands.</param>
    /// <param name="act">What is done to it.</param>
    /// <param name="next">Where it stands then; the same when it stood there already.</param>
    /// <param name="refusal">Why not: <see cref="ConsentRefusalCodes.TransitionForbidden"/>.</param>
    /// <returns>Whether there is such a way.</returns>
    public static bool TryMove(ConsentState from, ConsentAct act, out ConsentState next, [NotNullWhen(false)] out Refusal? refusal)
    {
        refusal = Ways.TryGetValue((from, act), out next)
            ? null
            : new Refusal(ConsentRefusalCodes.TransitionForbidden, "A consent that stands where this one does cannot be changed like that.");
        return refusal is null;
    }

    /// <summary>Says where a consent stands at a time: what was given holds from its beginning to its end.</summary>
    /// <param name="state">Where it was last put.</param>
    /// <param name="artefact">The consent.</param>
    /// <param name="at">The time.</param>
    /// <returns>Where it stands.</returns>
    public static ConsentState StateAt(ConsentState state, ConsentArtefact artefact, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(artefact);
        return state switch
        {
            ConsentState.Given or ConsentState.Active or ConsentState.Paused when at >= artefact.ExpiresAt => ConsentState.Expired,
            ConsentState.Given or ConsentState.Active => at >= artefact.NotBefore ? ConsentState.Active : ConsentState.Given,
            _ => state,
        };
    }
}

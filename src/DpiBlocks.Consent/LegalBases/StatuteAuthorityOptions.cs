using System.Collections.Immutable;

namespace DpiBlocks.Consent;

/// <summary>What a holder of data opens without consent.</summary>
public sealed class StatuteAuthorityOptions
{
    /// <summary>Gets or sets the grounds. It has no default.</summary>
    public required ImmutableArray<LegalGround> Grounds { get; set; }

    /// <summary>Gets or sets where messages to persons go, such as a handler in this process (<c>dpi:person-notices</c>). It has no default: who cannot tell the person opens nothing in an emergency.</summary>
    public required Uri PersonNotices
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value.IsAbsoluteUri ? value : throw new ArgumentException("The destination is absolute.", nameof(value));
        }
    }

    /// <summary>Gets or sets how long data may be handed out under one decision: five minutes unless set, from one second to one day.</summary>
    public TimeSpan DecisionLifetime
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            field = value;
        }
    } = TimeSpan.FromMinutes(5);
}

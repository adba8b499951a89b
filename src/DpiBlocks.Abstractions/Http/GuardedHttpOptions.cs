using System.Collections.Immutable;

namespace DpiBlocks;

/// <summary>How far the guarded handler goes. The defaults are the strictest that work on the public web.</summary>
public sealed class GuardedHttpOptions
{
    /// <summary>Gets or sets how long a whole fetch may take, name look-up and last byte included: 5 seconds unless set, at most one minute.</summary>
    public TimeSpan Timeout
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromMinutes(1));
            field = value;
        }
    } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how many bytes an answer may have, as it comes and when unpacked: 1 MiB unless set, at most 64 MiB.</summary>
    public int MaxBytes
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 64 * 1024 * 1024);
            field = value;
        }
    } = 1024 * 1024;

    /// <summary>Gets or sets the ports that may be asked: 443 alone unless set.</summary>
    public ImmutableArray<int> AllowedPorts
    {
        get;
        set
        {
            if (value.IsDefaultOrEmpty)
            {
                throw new ArgumentException("At least one port is needed.", nameof(value));
            }

            field = value;
        }
    } = [443];

    /// <summary>
    /// Gets or sets a value indicating whether this machine itself may be asked, by the name <c>localhost</c> or a loopback address,
    /// on any port and also without TLS. Off unless set: whoever chooses an address could reach services that trust this machine.
    /// </summary>
    public bool AllowLoopbackUnsafe { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether the body of an answer is left unread, for whoever asks for its status alone: how long it is, and
    /// whether it breaks off, then changes nothing. Off unless set.
    /// </summary>
    public bool DiscardContent { get; set; }

    internal GuardedHttpOptions Copy() => (GuardedHttpOptions)MemberwiseClone();
}

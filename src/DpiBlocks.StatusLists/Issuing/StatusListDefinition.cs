namespace DpiBlocks.StatusLists;

/// <summary>What a list is, fixed when it is created.</summary>
public sealed record StatusListDefinition
{
    /// <summary>The most entries a list may have.</summary>
    public const int MaxCount = 1 << 24;

    /// <summary>Initializes a new instance of the <see cref="StatusListDefinition"/> class.</summary>
    /// <param name="address">
    /// Where it is published. Every credential of the list carries this one address: it has no query, no fragment and no user
    /// information, by which an issuer could follow one holder.
    /// </param>
    /// <exception cref="ArgumentException">It is not absolute, longer than 2,048 characters, or has one of these.</exception>
    public StatusListDefinition(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!StatusReference.TryParseAddress(address.OriginalString, out _))
        {
            throw new ArgumentException("The address of a status list is an absolute one of at most 2,048 characters.", nameof(address));
        }

        if (address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
        {
            throw new ArgumentException("The address of a status list has no query, no fragment and no user information.", nameof(address));
        }

        Address = address;
    }

    /// <summary>Gets where it is published, as it was written.</summary>
    public Uri Address { get; }

    /// <summary>Gets how many bits each entry has: 1 unless set, 2 for a list that can suspend, else 4 or 8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of these.</exception>
    public int Bits
    {
        get;
        init => field = StatusList.IsBits(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A status has 1, 2, 4 or 8 bits.");
    } = 1;

    /// <summary>Gets how many entries it has: 1,048,576 unless set, from 1,024, since a holder hides among the others, to <see cref="MaxCount"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less, more, or does not fill whole bytes.</exception>
    public int Count
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1024);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxCount);
            ArgumentOutOfRangeException.ThrowIfNotEqual(value % 8, 0);
            field = value;
        }
    } = 1 << 20;

    /// <summary>Gets a value indicating whether what is revoked stays revoked: yes unless set. What is suspended may always become valid again.</summary>
    public bool RevocationIsPermanent { get; init; } = true;

    /// <summary>Gives the shard that a list is filed under.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="address">The list's address.</param>
    /// <returns>The shard.</returns>
    public static ShardKey ShardOf(TenantId tenant, Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return ShardKey.Of(tenant, "status-list", address.OriginalString);
    }

    /// <summary>Says why an entry may not go from one status to another.</summary>
    /// <param name="from">What it is.</param>
    /// <param name="to">What it shall be.</param>
    /// <returns>The refusal, or null when it may.</returns>
    internal Refusal? RefuseChange(StatusValue from, StatusValue to)
    {
        if (to.Value >= 1 << Bits)
        {
            return new Refusal(StatusListRefusalCodes.ValueTooWide, "The value needs more bits than the list has for each entry.");
        }

        if (!to.IsRegistered)
        {
            return new Refusal(StatusListRefusalCodes.Unregistered, "The value has no meaning.");
        }

        return RevocationIsPermanent && from == StatusValue.Invalid && to != StatusValue.Invalid
            ? new Refusal(StatusListRefusalCodes.TransitionForbidden, "What is revoked in this list stays revoked.")
            : null;
    }
}

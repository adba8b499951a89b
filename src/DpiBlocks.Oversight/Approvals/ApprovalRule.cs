using System.Collections.Immutable;

namespace DpiBlocks.Oversight;

/// <summary>How many of which overseers must agree to an operation: k of n, each named.</summary>
public sealed class ApprovalRule
{
    /// <summary>Initializes a new instance of the <see cref="ApprovalRule"/> class.</summary>
    /// <param name="operation">The operation: <c>status.mass-revoke</c>; printable ASCII without blanks, at most 256 characters.</param>
    /// <param name="required">How many must agree: at least one.</param>
    /// <param name="overseers">Who may.</param>
    /// <exception cref="ArgumentException">The name has not the form, or two overseers have one name or one key.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Less than one, or more than there are, are required.</exception>
    public ApprovalRule(string operation, int required, params ImmutableArray<Overseer> overseers)
    {
        ArgumentException.ThrowIfNullOrEmpty(operation);
        ArgumentOutOfRangeException.ThrowIfLessThan(required, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(required, overseers.Length);
        if (operation.Length > 256 || operation.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException("An operation is named in printable ASCII without blanks.", nameof(operation));
        }

        // One key under two names would let one person count twice.
        if (overseers.DistinctBy(overseer => overseer.Id).Count() < overseers.Length || overseers.DistinctBy(overseer => overseer.Key.Thumbprint).Count() < overseers.Length)
        {
            throw new ArgumentException("Each overseer has a name and a key of their own.", nameof(overseers));
        }

        (Operation, Required, Overseers) = (operation, required, overseers);
    }

    /// <summary>Gets the operation.</summary>
    public string Operation { get; }

    /// <summary>Gets how many must agree.</summary>
    public int Required { get; }

    /// <summary>Gets who may.</summary>
    public ImmutableArray<Overseer> Overseers { get; }

    /// <summary>Gets or sets how long a request may be open: 7 days unless set, from one minute to one year.</summary>
    public TimeSpan MaxLifetime
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromMinutes(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(366));
            field = value;
        }
    } = TimeSpan.FromDays(7);

    internal Overseer? Find(PartyId id) => Overseers.FirstOrDefault(overseer => overseer.Id == id);
}

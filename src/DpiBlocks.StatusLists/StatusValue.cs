using System.Collections.Immutable;
using System.Globalization;

namespace DpiBlocks.StatusLists;

/// <summary>What a list says of one entry: a status type of the Token Status List registry, 0 to 255.</summary>
/// <param name="Value">The number.</param>
/// <remarks>Token Status List, 7.1. Only <see cref="Valid"/> is ever accepted; every other value is refused, each by its own code.</remarks>
public readonly record struct StatusValue(byte Value)
{
    /// <summary>Gets VALID, 0x00.</summary>
    public static StatusValue Valid => default;

    /// <summary>Gets INVALID, 0x01: revoked, annulled, taken back.</summary>
    public static StatusValue Invalid => new(1);

    /// <summary>Gets SUSPENDED, 0x02: not valid for the time being.</summary>
    public static StatusValue Suspended => new(2);

    /// <summary>Gets a value indicating whether its meaning is its issuer's own: 0x03 and 0x0C to 0x0F.</summary>
    public bool IsApplicationSpecific => Value is 3 or (>= 0x0C and <= 0x0F);

    /// <summary>Gets a value indicating whether the registry knows it.</summary>
    public bool IsRegistered => Value <= 3 || IsApplicationSpecific;

    /// <summary>Gets the refusal that it means; null for <see cref="Valid"/>.</summary>
    internal Refusal? Refusal => Value switch
    {
        0 => null,
        1 => Refuse(StatusListRefusalCodes.Revoked, "It has been revoked."),
        2 => Refuse(StatusListRefusalCodes.Suspended, "It is suspended."),
        _ when IsApplicationSpecific => Refuse(StatusListRefusalCodes.ApplicationSpecific, "Its status is one whose meaning only its issuer knows."),
        _ => Refuse(StatusListRefusalCodes.Unregistered, "Its status is a value without a meaning."),
    };

    /// <summary>Gives the name: <c>valid</c>, <c>invalid</c>, <c>suspended</c>, or the number as <c>0x0c</c>.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Value switch
    {
        0 => "valid",
        1 => "invalid",
        2 => "suspended",
        _ => string.Create(CultureInfo.InvariantCulture, $"0x{Value:x2}"),
    };

    private Refusal Refuse(string code, string message) => new(code, message) { Facts = ImmutableDictionary<string, string>.Empty.Add("value", ToString()) };
}

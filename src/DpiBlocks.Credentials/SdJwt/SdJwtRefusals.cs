using static DpiBlocks.Credentials.SdJwt.SdJwtRefusalCodes;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>The refusals of <see cref="SdJwtRefusalCodes"/>, made once: hostile input must cost no memory.</summary>
internal static class SdJwtRefusals
{
    public static readonly Refusal NotAnSdJwt = new(Malformed, "The content has not the form of an SD-JWT.");

    public static readonly Refusal NotAnObject = new(Malformed, "The signed payload is not a JSON object.");

    public static readonly Refusal DigestsMalformed = new(Malformed, "Digests of disclosures do not have the form that they must have.");

    public static readonly Refusal DigestsMisplaced = new(Malformed, "A name that is reserved for digests stands where no digests may be.");

    public static readonly Refusal Serialization = new(Malformed, "The JSON serialization of the SD-JWT is not as it must be.");

    public static readonly Refusal Length = new(TooLarge, "The SD-JWT is longer than is allowed.");

    public static readonly Refusal Count = new(TooManyDisclosures, "The SD-JWT has more disclosures than are allowed.");

    public static readonly Refusal Depth = new(TooDeep, "Disclosures are nested deeper than is allowed.");

    public static readonly Refusal Hash = new(HashNotAllowed, "The hash function of the digests is not allowed here.") { Location = "/_sd_alg" };

    public static readonly Refusal Unreferenced = new(DisclosureUnreferenced, "A disclosure belongs to no digest.");

    public static readonly Refusal Disclosure = new(DisclosureMalformed, "A disclosure has not the form that it must have at its place.");

    public static readonly Refusal Duplicate = new(DigestDuplicate, "The same digest or disclosure occurs twice.");

    public static readonly Refusal Reserved = new(ReservedClaim, "A disclosure names a claim that is reserved.");

    public static readonly Refusal Collision = new(ClaimCollision, "A disclosure names a claim that is there already.");

    public static readonly Refusal Clear = new(NotDisclosable, "A disclosure brings a claim that must stand in the clear.");

    public static readonly Refusal Status = new(StatusRefusalCodes.Malformed, "The place of the status is not stated as it must be.") { Location = "/status" };

    public static readonly Refusal BindingUnexpected = new(KeyBindingUnexpected, "There is a key binding where none may be.");
}

using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust;

/// <summary>By what a key is bound to the party it speaks for, and the check <c>issuer_binding</c> that says so.</summary>
internal static class KeyBinding
{
    /// <summary>A key alone: it may speak for any issuer.</summary>
    public const string BareKey = "bare_key";

    /// <summary>A certificate that was stated itself and names no issuer: it may speak for any.</summary>
    public const string PinnedCertificate = "pinned_certificate";

    /// <summary>The names in a certificate.</summary>
    public const string Certificate = "x509";

    /// <summary>The policy file.</summary>
    public const string Policy = "trust_policy";

    private static readonly Dictionary<string, Check> Checks = new(StringComparer.Ordinal)
    {
        [BareKey] = Unbound(BareKey),
        [PinnedCertificate] = Unbound(PinnedCertificate),
        [Certificate] = Bound(Certificate),
        [Policy] = Bound(Policy),
        ["did:key"] = Bound("did:key"),
        ["did:jwk"] = Bound("did:jwk"),
    };

    /// <summary>The check for a key that was found by one of these; null for a key that was found in another way.</summary>
    public static Check? CheckOf(string framework) => Checks.GetValueOrDefault(framework);

    private static Check Unbound(string reason)
    {
        var check = Check.NotApplicable(SignatureVerifier.IssuerBindingCheck);
        return check with { Facts = check.Facts.Add("reason", reason) };
    }

    private static Check Bound(string by)
    {
        var check = Check.Passed(SignatureVerifier.IssuerBindingCheck);
        return check with { Facts = check.Facts.Add("by", by) };
    }
}

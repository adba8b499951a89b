using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust;

/// <summary>Whether a certificate is that of an issuer, by the names in it.</summary>
/// <remarks>
/// An issuer is named by a URI among the subject's alternative names, letter for letter, or an https address by its host among the host
/// names there, wildcards excluded. A health certificate names its issuer by the country, which is that of the subject.
/// </remarks>
internal static class IssuerNames
{
    public static bool Names(Certificate certificate, string issuer)
    {
        if (IsCountry(issuer))
        {
            return string.Equals(certificate.Country, issuer, StringComparison.Ordinal);
        }

        return certificate.Uris.Contains(issuer, StringComparer.Ordinal)
            || (Uri.TryCreate(issuer, UriKind.Absolute, out var address)
                && address.Scheme == Uri.UriSchemeHttps
                && address.UserInfo.Length == 0
                && address.HostNameType is UriHostNameType.Dns
                && certificate.DnsNames.Contains(address.IdnHost, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Whether it names no issuer of this kind at all.</summary>
    public static bool NamesNone(Certificate certificate, string issuer) =>
        IsCountry(issuer) ? certificate.Country is null : certificate.Uris.IsEmpty && certificate.DnsNames.IsEmpty;

    /// <summary>The party that a certificate speaks for by itself.</summary>
    public static PartyId OwnerOf(Certificate certificate)
    {
        foreach (var uri in certificate.Uris)
        {
            if (PartyId.TryParse(uri, out var party))
            {
                return party;
            }
        }

        return certificate.DnsNames is [var host, ..] && Uri.CheckHostName(host) is UriHostNameType.Dns && PartyId.TryParse($"https://{host}", out var owner)
            ? owner
            : PartyId.Parse($"x509:{certificate.Fingerprint}");
    }

    private static bool IsCountry(string issuer) => issuer is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'];
}

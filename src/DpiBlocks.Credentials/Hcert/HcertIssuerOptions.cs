namespace DpiBlocks.Credentials.Hcert;

/// <summary>What an <see cref="HcertIssuer"/> writes. Copied when the issuer is made.</summary>
public sealed class HcertIssuerOptions
{
    /// <summary>Gets or sets the key id, protected: <see cref="HcertKeyId.Of"/> the signer's certificate. The UTF-8 of the signer's own key id unless set.</summary>
    public ReadOnlyMemory<byte>? KeyId { get; set; }

    /// <summary>Gets or sets the lists that codes must be in: those built in, unless set.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public DccCodeLists CodeLists
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = DccCodeLists.BuiltIn;
}

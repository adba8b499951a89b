namespace DpiBlocks.Credentials.Hcert;

/// <summary>How strict a <see cref="CredentialVerifier"/> is with health certificates. Copied when the verifier is made.</summary>
public sealed class HcertVerifierOptions
{
    internal HcertVerifierOptions()
    {
    }

    internal HcertVerifierOptions(HcertVerifierOptions other)
    {
        CodeLists = other.CodeLists;
        RefuseUnknownCodes = other.RefuseUnknownCodes;
    }

    /// <summary>Gets or sets the lists that codes are looked up in: those built in, unless set.</summary>
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

    /// <summary>
    /// Gets or sets a value indicating whether a code that is in no list is refused (<c>hcert.code_unknown</c>). Unless set the verdict
    /// only tells it, in the check <c>code_lists</c>: a code may be newer than the lists, issuers have misspelt some, and which vaccines
    /// and tests will do is for the rules of entry to say.
    /// </summary>
    public bool RefuseUnknownCodes { get; set; }
}

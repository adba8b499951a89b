namespace DpiBlocks;

/// <summary>Why a document was not fetched. The codes are stable.</summary>
public static class FetchRefusalCodes
{
    /// <summary>The address must not be asked: not https, a port or a name that is not allowed, credentials in it, or it leads into a private network.</summary>
    public const string AddressForbidden = "fetch.address_forbidden";

    /// <summary>The server points elsewhere; nobody is followed.</summary>
    public const string RedirectForbidden = "fetch.redirect_forbidden";

    /// <summary>The answer is longer than the limit, as it comes or when unpacked.</summary>
    public const string TooLarge = "fetch.too_large";

    /// <summary>The whole answer was not there in time.</summary>
    public const string Timeout = "fetch.timeout";

    /// <summary>The answer is of another media type than was asked for.</summary>
    public const string WrongType = "fetch.wrong_type";

    /// <summary>There is no usable answer: no such name, no connection, bad TLS, broken HTTP, an encoding that was not asked for.</summary>
    public const string Unavailable = "fetch.unavailable";
}

namespace DpiBlocks.AspNetCore;

/// <summary>Why a request was not answered as it wished, before or beside what a block says. The codes are stable.</summary>
public static class WebRefusalCodes
{
    /// <summary>The request has not the form that HTTP or the endpoint demands.</summary>
    public const string BadRequest = "web.bad_request";

    /// <summary>Nobody is known to have sent it: there is no access token, or it is not accepted.</summary>
    public const string Unauthenticated = "web.unauthenticated";

    /// <summary>Whoever sent it is known, and may not do this.</summary>
    public const string Forbidden = "web.forbidden";

    /// <summary>There is nothing at this address.</summary>
    public const string NotFound = "web.not_found";

    /// <summary>The address does not take this method, or another method was named in a header.</summary>
    public const string MethodNotAllowed = "web.method_not_allowed";

    /// <summary>None of the forms that the client accepts is offered.</summary>
    public const string NotAcceptable = "web.not_acceptable";

    /// <summary>The body came more slowly than is waited for.</summary>
    public const string TooSlow = "web.too_slow";

    /// <summary>The state has moved on since it was read.</summary>
    public const string Conflict = "web.conflict";

    /// <summary>The body is larger than the endpoint takes.</summary>
    public const string BodyTooLarge = "web.body_too_large";

    /// <summary>The query has more parameters than are read.</summary>
    public const string TooManyParameters = "web.too_many_parameters";

    /// <summary>The body is not of the media type that the endpoint takes, or is encoded, or its text is not UTF-8.</summary>
    public const string UnsupportedMediaType = "web.unsupported_media_type";

    /// <summary>The form has a parameter twice, or an encoding that is not one (RFC 6749, 3.1).</summary>
    public const string FormMalformed = "web.form_malformed";

    /// <summary>The client asks more often than is answered.</summary>
    public const string TooManyRequests = "web.too_many_requests";

    /// <summary>The access token comes twice, or not in the one header (RFC 6750, 2 and 3.1).</summary>
    public const string TokenAmbiguous = "web.token_ambiguous";

    /// <summary>The access token, or the way it is sent, has not the form it must have (RFC 6750, 2.1; RFC 9449, 7.1).</summary>
    public const string TokenMalformed = "web.token_malformed";

    /// <summary>The request belongs to no tenant that is known here, or to two.</summary>
    public const string TenantUnknown = "web.tenant_unknown";

    /// <summary>There is no idempotency key, more than one, or one that is not a string of 1 to 255 characters in quotes (draft-ietf-httpapi-idempotency-key-header, 2.1).</summary>
    public const string IdempotencyKeyInvalid = "web.idempotency_key_invalid";

    /// <summary>The idempotency key stands on another request already.</summary>
    public const string IdempotencyKeyReused = "web.idempotency_key_reused";

    /// <summary>The fault is ours. What it was is in the log, under the correlation id.</summary>
    public const string InternalError = "web.internal_error";

    /// <summary>What the answer needs is out of reach for the moment, and nothing was changed: ask again later.</summary>
    public const string Unavailable = "web.unavailable";

    /// <summary>Whether the change is durable is not known: ask again with the same idempotency key.</summary>
    public const string OutcomeUnknown = "web.outcome_unknown";
}

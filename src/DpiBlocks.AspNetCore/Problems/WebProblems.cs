namespace DpiBlocks.AspNetCore;

/// <summary>The refusals of the base, each with its status.</summary>
internal static class WebProblems
{
    public static readonly Problem BadRequest = Of(400, WebRefusalCodes.BadRequest, "The request has not the form that is demanded.");
    public static readonly Problem Unauthenticated = Of(401, WebRefusalCodes.Unauthenticated, "An access token that is accepted here is needed.");
    public static readonly Problem Forbidden = Of(403, WebRefusalCodes.Forbidden, "The client may not do this.");
    public static readonly Problem NotFound = Of(404, WebRefusalCodes.NotFound, "There is nothing at this address.");
    public static readonly Problem MethodNotAllowed = Of(405, WebRefusalCodes.MethodNotAllowed, "The address does not take this method.");
    public static readonly Problem NotAcceptable = Of(406, WebRefusalCodes.NotAcceptable, "None of the forms that the client accepts is offered.");
    public static readonly Problem TooSlow = Of(408, WebRefusalCodes.TooSlow, "The body came too slowly.");
    public static readonly Problem Conflict = Of(409, WebRefusalCodes.Conflict, "The state has moved on since it was read.");
    public static readonly Problem BodyTooLarge = Of(413, WebRefusalCodes.BodyTooLarge, "The body is larger than is taken here.");
    public static readonly Problem TooManyParameters = Of(414, WebRefusalCodes.TooManyParameters, "The query has more parameters than are read.");
    public static readonly Problem UnsupportedMediaType = Of(415, WebRefusalCodes.UnsupportedMediaType, "The body is not of the media type that is taken here.");
    public static readonly Problem FormMalformed = Of(400, WebRefusalCodes.FormMalformed, "The form has a parameter twice, or is not encoded as a form.");
    public static readonly Problem TenantUnknown = Of(404, WebRefusalCodes.TenantUnknown, "The request belongs to no tenant that is known here.");
    public static readonly Problem IdempotencyKeyInvalid = Of(400, WebRefusalCodes.IdempotencyKeyInvalid, "One header Idempotency-Key is needed: a string in quotes, of 1 to 255 characters.");
    public static readonly Problem IdempotencyKeyReused = Of(422, WebRefusalCodes.IdempotencyKeyReused, "The idempotency key stands on another request already.");
    public static readonly Problem InternalError = Of(500, WebRefusalCodes.InternalError, "The fault is not the client's.");

    public static readonly Problem TokenMalformed = new(401, new Refusal(WebRefusalCodes.TokenMalformed, "The access token has not the form that it must have."))
    {
        Challenge = """Bearer error="invalid_token" """.TrimEnd(),
    };

    public static readonly Problem TokenAmbiguous = new(400, new Refusal(WebRefusalCodes.TokenAmbiguous, "An access token comes once, in the one header Authorization."))
    {
        Challenge = """Bearer error="invalid_request" """.TrimEnd(),
    };

    public static readonly Problem Unavailable = new(503, new Refusal(WebRefusalCodes.Unavailable, "What the answer needs is out of reach for the moment; nothing was changed."))
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    public static readonly Problem OutcomeUnknown = new(503, new Refusal(WebRefusalCodes.OutcomeUnknown, "Whether the change is durable is not known: ask again with the same idempotency key."))
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static Problem TooManyRequests(TimeSpan wait) =>
        new(429, new Refusal(WebRefusalCodes.TooManyRequests, "The client asks more often than is answered.")) { RetryAfter = wait };

    /// <summary>The problem of a status that was set without an answer.</summary>
    public static Problem OfStatus(int status) => status switch
    {
        400 => BadRequest,
        401 => Unauthenticated,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        406 => NotAcceptable,
        408 => TooSlow,
        409 => Conflict,
        413 => BodyTooLarge,
        415 => UnsupportedMediaType,
        503 => Unavailable,
        >= 500 => new Problem(status, InternalError.Refusal),
        _ => new Problem(status, BadRequest.Refusal),
    };

    private static Problem Of(int status, string code, string message) => new(status, new Refusal(code, message));
}

using DpiBlocks.AspNetCore;
using DpiBlocks.AspNetCore.Endpoints;
using DpiBlocks.AspNetCore.Messaging;
using DpiBlocks.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DpiBlocks;

/// <summary>Takes messages in over HTTP, as webhooks bring them.</summary>
public static class InboxEndpoints
{
    /// <summary>
    /// Maps <c>POST {prefix}/{handler}</c>: a message for the handler of that name, its bytes as they came, named by
    /// <c>Idempotency-Key: "…"</c>, which is a UUID. 204 means that its effect is durable, now or from an earlier time.
    /// </summary>
    /// <param name="routes">Where to.</param>
    /// <param name="prefix">What the addresses begin with.</param>
    /// <param name="senderClaim">
    /// The claim that names the sender, of which there is exactly one: <c>sub</c> unless given. <see cref="InboxMessage.Sender"/> is the issuer (the claim
    /// <c>iss</c>, or whom the claim itself names), a space, and its value.
    /// </param>
    /// <returns>The endpoint, which needs its authorization and a tenant: without them the application does not start.</returns>
    public static IEndpointConventionBuilder MapInbox(this IEndpointRouteBuilder routes, string prefix = "/inbox", string senderClaim = "sub")
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentException.ThrowIfNullOrEmpty(senderClaim);
        var reception = new InboxReception(senderClaim);
        return routes.MapOperation([HttpMethods.Post], prefix.TrimEnd('/') + "/{handler}", "inbox.receive", reception.ReceiveAsync)
            .WithTags("Inbox")
            .WithSummary("Takes a message in, once.")
            .WithMetadata(new KnownClientDemand("one sender could use up the ids of another"))
            .RequireTenant()
            .Answers(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status400BadRequest, WebRefusalCodes.IdempotencyKeyInvalid)
            .Refuses(StatusCodes.Status404NotFound, MessagingRefusalCodes.NoHandler)
            .Refuses(StatusCodes.Status409Conflict, MessagingRefusalCodes.IdReused)
            .Refuses(StatusCodes.Status413PayloadTooLarge, WebRefusalCodes.BodyTooLarge, MessagingRefusalCodes.TooLarge)
            .Refuses(StatusCodes.Status415UnsupportedMediaType, WebRefusalCodes.UnsupportedMediaType)
            .Refuses(StatusCodes.Status422UnprocessableEntity, MessagingRefusalCodes.Rejected)
            .Refuses(StatusCodes.Status503ServiceUnavailable, MessagingRefusalCodes.Busy, WebRefusalCodes.Unavailable);
    }
}

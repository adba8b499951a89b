using DpiBlocks.AspNetCore.Bodies;
using DpiBlocks.AspNetCore.Idempotency;
using DpiBlocks.Messaging;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace DpiBlocks.AspNetCore.Messaging;

/// <summary>From a request to a message, and from what came of it to an answer.</summary>
internal sealed class InboxReception(string senderClaim)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(5);

    public async Task<IResult> ReceiveAsync(HttpContext context)
    {
        var request = context.Request;
        if (context.User.FindAll(senderClaim).ToList() is not [{ Value.Length: > 0 } claim])
        {
            return WebProblems.Unauthenticated;
        }

        // Of two issuers whose clients bear the same name, each has its own.
        var sender = $"{context.User.FindFirst("iss")?.Value ?? claim.Issuer} {claim.Value}";

        if (!IdempotencyKey.TryRead(request.Headers[IdempotencyKey.Header], out var key) || !Guid.TryParseExact(key, "D", out var id))
        {
            return WebProblems.IdempotencyKeyInvalid;
        }

        if (request.Headers.ContentEncoding.Count > 0 || request.Headers.ContentType is not [{ } type] || !MediaTypeHeaderValue.TryParse(type, out _))
        {
            return WebProblems.UnsupportedMediaType;
        }

        var services = context.RequestServices;
        var limit = context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? services.GetRequiredService<WebOptions>().MaxBodyBytes;
        if (await BoundedBodyReader.ReadAsync(request, limit, context.RequestAborted) is not { } content)
        {
            return WebProblems.BodyTooLarge;
        }

        // A sender who hangs up does not stop what may be committed already: he sends it again, and it is known by its id.
        var message = new InboxMessage(context.GetTenant(), sender, id, type, content);
        return AnswerOf(await services.GetRequiredService<Inbox>().ReceiveAsync((string)request.RouteValues["handler"]!, message, CancellationToken.None));
    }

    private static IResult AnswerOf(InboxResult result) => result switch
    {
        { IsAcknowledged: true } => Results.NoContent(),
        { Outcome: InboxOutcome.Conflict, Refusal: { } refusal } => new Problem(StatusCodes.Status409Conflict, refusal),
        { Outcome: InboxOutcome.Refused, Refusal: { } refusal } => new Problem(StatusOf(refusal), refusal),
        { Refusal: { } refusal } => new Problem(StatusCodes.Status503ServiceUnavailable, refusal) { RetryAfter = AskAgainAfter },
        _ => WebProblems.OutcomeUnknown,
    };

    private static int StatusOf(Refusal refusal) => refusal.Code switch
    {
        MessagingRefusalCodes.NoHandler => StatusCodes.Status404NotFound,
        MessagingRefusalCodes.TooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}

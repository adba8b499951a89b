using DpiBlocks.AspNetCore.Endpoints;
using DpiBlocks.AspNetCore.Idempotency;
using DpiBlocks.AspNetCore.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace DpiBlocks.AspNetCore;

/// <summary>What an endpoint demands and tells, for the endpoints of the blocks and those of a host alike.</summary>
public static class EndpointConventions
{
    /// <summary>Says with which codes an endpoint refuses, for OpenAPI.</summary>
    /// <typeparam name="TBuilder">The kind of the builder.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="codes">The codes that come with it.</param>
    /// <returns>The endpoint.</returns>
    public static TBuilder Refuses<TBuilder>(this TBuilder builder, int status, params IEnumerable<string> codes)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new DeclaredRefusals(status, [.. codes]));

    /// <summary>Bounds the body that an endpoint takes.</summary>
    /// <typeparam name="TBuilder">The kind of the builder.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="bytes">The most bytes; at most <see cref="WebOptions.MaxBodyBytes"/>, or the application does not start.</param>
    /// <returns>The endpoint.</returns>
    public static TBuilder WithMaxBody<TBuilder>(this TBuilder builder, int bytes)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return builder.WithMetadata(new RequestSizeLimitAttribute(bytes)).Refuses(StatusCodes.Status413PayloadTooLarge, WebRefusalCodes.BodyTooLarge);
    }

    /// <summary>Demands a tenant, which the handler asks for by <see cref="HttpContextExtensions.GetTenant"/>; a request without one is answered 404.</summary>
    /// <typeparam name="TBuilder">The kind of the builder.</typeparam>
    /// <param name="builder">The endpoint. The application does not start when no <see cref="ITenantResolver"/> is there.</param>
    /// <returns>The endpoint.</returns>
    public static TBuilder RequireTenant<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(new TenantFilter()).WithMetadata(new TenantDemand()).Refuses(StatusCodes.Status404NotFound, WebRefusalCodes.TenantUnknown);

    /// <summary>
    /// Demands the header <c>Idempotency-Key</c>. The handler asks for it by <see cref="HttpContextExtensions.GetIdempotency"/>, commits the
    /// mark with its change, and answers a repetition as before. The endpoint must know who asks, so it cannot be anonymous.
    /// </summary>
    /// <typeparam name="TBuilder">The kind of the builder.</typeparam>
    /// <param name="builder">The endpoint. Its handler takes the <see cref="HttpContext"/> and reads the body from it.</param>
    /// <param name="scope">What is done under the key: <c>consents.give</c>. The same key under two scopes, or of two clients, is two keys.</param>
    /// <returns>The endpoint.</returns>
    /// <remarks>draft-ietf-httpapi-idempotency-key-header-07.</remarks>
    public static TBuilder RequireIdempotencyKey<TBuilder>(this TBuilder builder, string scope)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(scope);
        return builder.AddEndpointFilter(new IdempotencyFilter(scope)).WithMetadata(new IdempotencyDemand(), new KnownClientDemand("one client could get another's answer"))
            .Refuses(StatusCodes.Status400BadRequest, WebRefusalCodes.IdempotencyKeyInvalid)
            .Refuses(StatusCodes.Status409Conflict, WebRefusalCodes.Conflict)
            .Refuses(StatusCodes.Status422UnprocessableEntity, WebRefusalCodes.IdempotencyKeyReused)
            .Refuses(StatusCodes.Status503ServiceUnavailable, WebRefusalCodes.OutcomeUnknown);
    }
}

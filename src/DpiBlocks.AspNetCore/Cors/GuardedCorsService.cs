using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DpiBlocks.AspNetCore.Cors;

/// <summary>Lets no policy give every origin the use of a person's credentials, however the policy is written.</summary>
/// <remarks>ASP.NET Core refuses the wildcard with credentials, but not a rule that says yes to every origin and has the same effect.</remarks>
internal sealed class GuardedCorsService(IOptions<CorsOptions> options, ILoggerFactory logs) : ICorsService
{
    // An origin that nobody can have (RFC 6761, 6.4): what allows it allows all.
    private const string NobodysOrigin = "https://origin-of-nobody.invalid";

    private readonly CorsService _service = new(options, logs);
    private readonly ILogger _log = logs.CreateLogger<GuardedCorsService>();

    public CorsResult EvaluatePolicy(HttpContext context, CorsPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (policy.SupportsCredentials && (policy.AllowAnyOrigin || policy.IsOriginAllowed(NobodysOrigin)))
        {
            WebLog.CorsPolicyRefused(_log);
            return new CorsResult();      // allows nothing
        }

        return _service.EvaluatePolicy(context, policy);
    }

    public void ApplyResult(CorsResult result, HttpResponse response) => _service.ApplyResult(result, response);
}

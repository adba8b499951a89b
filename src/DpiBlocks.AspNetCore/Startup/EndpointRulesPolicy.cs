using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.Logging;

namespace DpiBlocks.AspNetCore.Startup;

/// <summary>Endpoints may come after the start, from a data source that changes. One that breaks a rule is never matched: it answers 404.</summary>
internal sealed class EndpointRulesPolicy(EndpointRules rules, ILogger<EndpointRulesPolicy> log) : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => int.MaxValue;      // after every policy that puts another endpoint in place of one

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => ContainsDynamicEndpoints(endpoints) || endpoints.Any(endpoint => Refuse(endpoint) is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && Refuse(candidates[i].Endpoint) is { } sentence)
            {
                candidates.SetValidity(i, false);
                WebLog.EndpointNotServed(log, sentence);
            }
        }

        return Task.CompletedTask;
    }

    // What routing itself puts there, to answer 405 and 415, is no endpoint of a route.
    private string? Refuse(Endpoint endpoint) => endpoint is RouteEndpoint ? rules.Refuse(endpoint) : null;
}

using System.Globalization;
using DpiBlocks.AspNetCore.Endpoints;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace DpiBlocks.AspNetCore.OpenApi;

/// <summary>Writes into the description of an endpoint what it answers, with which codes it refuses, and the parameters of its address.</summary>
internal sealed class DeclaredTransformer : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        // A parameter that no handler binds is one all the same.
        operation.Parameters ??= [];
        foreach (var parameter in RoutePatternFactory.Parse(context.Description.RelativePath ?? string.Empty).Parameters.Where(parameter => operation.Parameters.All(known => known.Name != parameter.Name)))
        {
            operation.Parameters.Add(new OpenApiParameter { Name = parameter.Name, In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        }

        operation.Responses ??= [];
        var declared = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var answer in declared.OfType<DeclaredAnswer>())
        {
            operation.Responses[Text(answer.Status)] = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(answer.Status),
                Content = answer.MediaTypes.ToDictionary(type => type, _ => new OpenApiMediaType()),
            };
        }

        foreach (var byStatus in declared.OfType<DeclaredRefusals>().GroupBy(refusals => refusals.Status))
        {
            var codes = byStatus.SelectMany(refusals => refusals.Codes).Distinct().Order(StringComparer.Ordinal).ToList();
            operation.Responses[Text(byStatus.Key)] = new OpenApiResponse
            {
                Description = $"{ReasonPhrases.GetReasonPhrase(byStatus.Key)}: {string.Join(", ", codes)}",
                Content = new Dictionary<string, OpenApiMediaType> { [Problem.MediaType] = new() { Schema = SchemaOf(byStatus.Key, codes) } },
            };
        }

        return Task.CompletedTask;
    }

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static OpenApiSchema SchemaOf(int status, List<string> codes) => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string>(StringComparer.Ordinal) { "title", "status", "detail", "code", "correlation_id" },
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = Text(status), Maximum = Text(status) },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = string.Join(", ", codes) },
            ["correlation_id"] = new OpenApiSchema { Type = JsonSchemaType.String },
        },
    };
}

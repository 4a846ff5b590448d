using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TriageConsole.Compatibility;
using TriageConsole.Core.Events;

namespace TriageConsole.Shell;

/// <summary>The JSON options and the OpenAPI description of all API endpoints.</summary>
internal static class ApiFeature
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            // Responses contain parts of events, so they allow the same depth as requests.
            o.SerializerOptions.MaxDepth = StoredJson.MaxDepth;
            o.SerializerOptions.TypeInfoResolver = (
                o.SerializerOptions.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()
            ).WithAddedModifier(RenamedFields.AddOldNames);
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        });
        return services.AddOpenApi(
            "v1",
            o =>
                o.AddOperationTransformer(DescribeErrors)
                    .AddOperationTransformer(ApiAccess.DescribeScopesAsync)
                    .AddOperationTransformer(ApiExamples.AddAsync)
                    .AddDocumentTransformer(ApiAccess.DescribeSchemeAsync)
                    .AddDocumentTransformer(
                        (document, _, _) =>
                        {
                            document.Info.Title = "Triage Console";
                            document.Info.Description =
                                "Send events, read results, exchange labels. Authenticate with an API key: Authorization: Bearer tck_…";
                            return Task.CompletedTask;
                        }
                    )
        );
    }

    /// <summary>The error responses of all endpoints.</summary>
    private static readonly (string Status, string Reason)[] Errors =
    [
        ("400", "The request could not be read."),
        ("401", "The API key is missing, unknown, revoked or expired."),
        ("403", "The API key does not have the required scope."),
        ("500", "Internal error. The log contains the correlation id."),
        ("503", "The database is unreachable. Retry after the time in Retry-After."),
    ];

    private static Task DescribeErrors(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        operation.Responses ??= [];
        var errors =
            context.Description.HttpMethod == HttpMethods.Post
                ? [.. Errors, ("415", "The content type, charset or compression of the body is not supported.")]
                : Errors;
        foreach (var (status, reason) in errors)
            operation.Responses.TryAdd(
                status,
                new OpenApiResponse
                {
                    Description = reason,
                    Content = new Dictionary<string, OpenApiMediaType>
                    {
                        ["application/problem+json"] = new()
                        {
                            Schema = new OpenApiSchemaReference(nameof(ProblemDetails), context.Document),
                        },
                    },
                }
            );
        return Task.CompletedTask;
    }

    /// <summary>The description is public because it contains no data.</summary>
    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi("/openapi/v1.json").AllowAnonymous();
        app.MapApiReference();
    }
}

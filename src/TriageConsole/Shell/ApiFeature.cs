using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TriageConsole.Core.Events;

namespace TriageConsole.Shell;

/// <summary>What all endpoints of the API share: its spelling and its description.</summary>
internal static class ApiFeature
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            // Parts of events are answered as deep as they were taken.
            o.SerializerOptions.MaxDepth = StoredJson.MaxDepth;
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        });
        return services.AddOpenApi(
            "v1",
            o =>
                o.AddOperationTransformer(DescribeFaults)
                    .AddDocumentTransformer(
                        (document, _, _) =>
                        {
                            document.Info.Title = "Triage Console";
                            document.Info.Description =
                                "Send events, read what became of them, exchange labels. Authenticate with an API key: Authorization: Bearer tck_…";
                            return Task.CompletedTask;
                        }
                    )
        );
    }

    /// <summary>What every address may answer.</summary>
    private static readonly (string Status, string Reason)[] Faults =
    [
        ("400", "The request could not be read."),
        ("401", "The API key is missing, unknown, revoked or expired."),
        ("403", "The API key lacks the scope."),
        ("500", "A fault of the server; the correlation id finds it in the log."),
        ("503", "The database is away; Retry-After says when to ask again."),
    ];

    private static Task DescribeFaults(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        operation.Responses ??= [];
        var faults =
            context.Description.HttpMethod == HttpMethods.Post
                ? [.. Faults, ("415", "The body is of a type, charset or compression that is not taken.")]
                : Faults;
        foreach (var (status, reason) in faults)
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

    /// <summary>The description is public: it names no data.</summary>
    public static void MapApi(this WebApplication app) => app.MapOpenApi("/openapi/v1.json").AllowAnonymous();
}

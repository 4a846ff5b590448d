using System.Text.Json;
using System.Text.Json.Serialization;
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
        return services.AddOpenApi("v1", o => o.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Triage Console";
            document.Info.Description = "Send events, read what became of them, exchange labels. Authenticate with an API key: Authorization: Bearer tck_…";
            return Task.CompletedTask;
        }));
    }

    /// <summary>The description is public: it names no data.</summary>
    public static void MapApi(this WebApplication app) => app.MapOpenApi().AllowAnonymous();
}

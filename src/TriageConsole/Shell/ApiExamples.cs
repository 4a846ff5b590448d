using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace TriageConsole.Shell;

/// <summary>Examples of parameters and bodies. They can be sent to a console with the demo as they are; a test does so.</summary>
internal static class ApiExamples
{
    private const string Workflow = "support.chat";

    /// <summary>By parameter; a name with its operation comes before the name alone.</summary>
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["workflow"] = Workflow,
        ["unit"] = "case-17",
        ["ReadEvaluationInputs.release"] = "support-2026.06",
    };

    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        ["SendEvents"] = $$"""
            [{"trace_id":"example-1","task_type":"{{Workflow}}","task_id":"example-case-1","model_version":"2026-05",
              "input":"Where is my order?","output":"It is on its way.",
              "feedback":[{"feedback_type":"explicit","name":"rating","value":2}]},
             {"kind":"outcome","trace_id":"example-1","outcome_metric_name":"resolved","outcome_metric_value":0}]
            """,
        ["SendFeedback"] = """[{"trace_id":"example-1","feedback_type":"implicit","name":"copied","value":true,"id":"copied"}]""",
        ["ImportLabels"] = """[{"trace_id":"example-1","labeler_id":"expert-7","rubric_key":"resolved","value":"no"}]""",
        ["RegisterComponent"] = $$"""
            {"workflow":"{{Workflow}}","kind":"prompt","name":"support","version":"example-1","content":"You answer customers."}
            """,
        ["CreateRelease"] = $$"""
            {"workflow":"{{Workflow}}","name":"example-1","based_on":"live","notes":"An example.",
             "components":[{"kind":"prompt","name":"support","version":"example-1"}]}
            """,
        ["StartEvaluation"] = """
            {"workflow":"rag.answers","release":"answers-43","source":"file",
             "outputs":[{"item":1,"output":"You may carry over five days. Source: hb-301."}]}
            """,
        ["RollBackRelease"] = """{"reason":"An example."}""",
    };

    public static Task AddAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            if (ExampleOf(operation.OperationId, parameter.Name) is { } value)
                parameter.Example = JsonValue.Create(value);
        if (operation.OperationId is not { } id || !Bodies.TryGetValue(id, out var body))
            return Task.CompletedTask;
        // Endpoints that read the body themselves have no description of it yet.
        var request = operation.RequestBody as OpenApiRequestBody ?? new OpenApiRequestBody { Required = true };
        request.Content ??= new Dictionary<string, OpenApiMediaType>();
        if (request.Content.Count == 0)
            request.Content["application/json"] = new OpenApiMediaType();
        request.Content.First().Value.Example = JsonNode.Parse(body);
        operation.RequestBody = request;
        return Task.CompletedTask;
    }

    private static string? ExampleOf(string? operation, string? parameter) =>
        Parameters.GetValueOrDefault($"{operation}.{parameter}") ?? Parameters.GetValueOrDefault($"{parameter}");
}

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
        ["EstimatePolicy.policy"] = """{"shares":{"support-2026.05":0.5,"support-2026.06":0.5}}""",
        ["ReadEvaluationInputs.release"] = "support-2026.06",
        ["ListComments.trace_id"] = "example-1",
        ["ListAuditLog.action"] = "key.created",
        ["ListAuditLog.from"] = "2026-11-01T00:00:00Z",
        ["FindDatasetUses.trace_id"] = "example-1",
        ["ReadJudgeErrors.judge"] = "llm:demo-judge-v1",
    };

    private const string Spans = $$$$"""
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"{{{{Workflow}}}}"}}]},
          "scopeSpans":[{"spans":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7","name":"chat","kind":3,
            "startTimeUnixNano":"1795000000000000000","endTimeUnixNano":"1795000001200000000",
            "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
              {"key":"gen_ai.response.model","value":{"stringValue":"2026-05"}},
              {"key":"gen_ai.input.messages","value":{"stringValue":
                "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Where is my order?\"}]}]"}},
              {"key":"gen_ai.output.messages","value":{"stringValue":
                "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"It is on its way.\"}]}]"}}]}]}]}]}
        """;

    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        ["SendEvents"] = $$"""
            [{"trace_id":"example-1","task_type":"{{Workflow}}","task_id":"example-case-1","model_version":"2026-05",
              "input":"Where is my order?","output":"It is on its way.","consent_scope":"training",
              "feedback":[{"feedback_type":"explicit","name":"rating","value":2}]},
             {"kind":"outcome","trace_id":"example-1","outcome_metric_name":"resolved","outcome_metric_value":0}]
            """,
        ["SendFeedback"] = """[{"trace_id":"example-1","feedback_type":"implicit","name":"copied","value":true,"id":"copied"}]""",
        ["ImportLabels"] = """[{"trace_id":"example-1","labeler_id":"expert-7","rubric_key":"resolved","value":"no"}]""",
        ["AddComment"] = """{"trace_id":"example-1","by":"mira@demo.invalid","text":"The order number is missing."}""",
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
        ["SendTraces"] = Spans,
        ["SendLangfuseTraces"] = Spans,
        ["SendLogs"] = """
            {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1795000060000000000",
              "eventName":"gen_ai.evaluation.result","traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7",
              "attributes":[{"key":"gen_ai.evaluation.name","value":{"stringValue":"user_feedback"}},
                {"key":"gen_ai.evaluation.score.value","value":{"doubleValue":0}}]}]}]}]}
            """,
        ["LangfuseIngestion"] = """
            {"batch":[{"id":"example-event","timestamp":"2026-11-20T10:00:00.000Z","type":"score-create",
              "body":{"id":"example-score","traceId":"example-1","name":"user_feedback","value":0,"dataType":"BOOLEAN"}}]}
            """,
        ["LangfuseScore"] = """{"traceId":"example-1","name":"helpful","value":1}""",
        ["CreateTableSchedule"] = """{"period":"weekly","format":"parquet","days":14,"kept":8}""",
        ["ChangeTableSchedule"] = """{"kept":12,"enabled":false}""",
        ["BuildDataset"] = $$"""
            {"workflow":"{{Workflow}}","name":"example",
             "policy":{"kind":"evaluation","days":90,"min_certainty":0.5,"drop_personal_data":true,"skip_tool_messages":true} }
            """,
        ["MoveDatasetAlias"] = """{"version":1}""",
        ["ProposeRetraining"] = $$"""{"workflow":"{{Workflow}}","pattern":1,"repair":"prompt","reason":"An example."}""",
        ["StartRetraining"] = """{"executor":"prompt-fixer"}""",
        ["DismissRetraining"] = """{"reason":"The prompt was changed by hand."}""",
        ["CallBackRetraining"] = """
            {"run":7,"status":"succeeded","log":["Tried 4 prompts."],
             "components":[{"kind":"prompt","name":"support","content":"You answer customers and quote the day of delivery."}]}
            """,
        ["ScoreRetraining"] = """{"components":{"support":"You answer customers."},"items":["example-1"]}""",
        ["CreateRetrievalFilter"] = """{"documents":["handbook-7"]}""",
        ["SetConsent"] = """{"user_id":"example-user","withdrawn":true}""",
        ["EraseUser"] = """{"user_id":"example-user","reason":"An example."}""",
        ["RequestApproval"] = """{"kind":"canary","steps":"5% 1h, 25% 24h","comment":"Quotes the day of delivery."}""",
        ["AddFreeze"] = $$"""
            {"workflow":"{{Workflow}}","name":"Holidays","time_zone":"Europe/Berlin","from":"2030-12-23T18:00","to":"2031-01-02T08:00"}
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

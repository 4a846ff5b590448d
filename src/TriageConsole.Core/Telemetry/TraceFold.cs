using System.Text.Json;
using System.Text.Json.Nodes;
using TriageConsole.Core.Events;

namespace TriageConsole.Core.Telemetry;

/// <summary>
/// Folds the parts of a trace into one interaction with its chain of steps. The result is a line of the event contract, so it takes the
/// same way as an event that an application sends itself. It depends only on the set of parts: their order, their batches and repetitions
/// do not matter.
/// </summary>
public static class TraceFold
{
    /// <summary>What telemetry without a model has as its version.</summary>
    public const string UnknownVersion = "unknown";

    /// <summary>The workflow of telemetry that names neither a workflow nor a service.</summary>
    public const string DefaultWorkflow = "default";

    private const int MaxFacts = 200;
    private const int MaxFactChars = 10_000;

    /// <summary>
    /// The interaction as UTF-8 JSON; null if the parts contain no step of an AI application, or only the computation of embeddings.
    /// </summary>
    /// <param name="traceId">The trace.</param>
    /// <param name="parts">All parts of the trace.</param>
    /// <param name="defaultWorkflow">The workflow of the key's settings; null if it has none.</param>
    public static byte[]? Fold(string traceId, IReadOnlyCollection<TracePart> parts, string? defaultWorkflow)
    {
        var trace = parts.Where(p => p.SpanId.Length == 0).ToList() is { Count: > 0 } own ? TraceTree.Merge(own) : null;
        var spans = TraceTree.Build(parts);
        var steps = spans.Where(s => s.IsStep).ToList();
        if (steps.TrueForAll(s => s.Part.Kind == StepKinds.Embedding) && trace is null)
            return null;
        return JsonSerializer.SerializeToUtf8Bytes(Line(traceId, trace, spans, steps, defaultWorkflow), TelemetryAttributes.Relaxed);
    }

    private static JsonObject Line(string traceId, TracePart? trace, List<TraceNode> spans, List<TraceNode> steps, string? defaultWorkflow)
    {
        var entry = steps.OrderBy(s => s.IsCheck).ThenBy(s => s.Depth).FirstOrDefault();
        var models = steps.Where(s => s.Part.Kind == StepKinds.Model && s is { IsCheck: false, IsInModel: false }).ToList();
        var last = models.MaxBy(m => m.Part.End ?? m.Part.Start ?? DateTimeOffset.MinValue)?.Part;
        var known = Ordered(trace, entry?.Part, last, spans);
        var content = new TraceContent(trace, entry?.Part, models, steps);
        var line = new JsonObject { ["kind"] = "interaction", ["trace_id"] = Id(traceId) };

        var taskId = Fact(known, TraceFacts.TaskId) ?? Fact(known, TraceFacts.Conversation) ?? traceId;
        Add(line, "task_type", Workflow(known, defaultWorkflow), 200);
        Add(line, "task_id", taskId);
        Add(line, "session_id", Fact(known, TraceFacts.Session) ?? Fact(known, TraceFacts.Conversation));
        var flags = spans.SelectMany(s => s.Part.Flags ?? []).ToList();
        Add(line, "user_id", Fact(known, TraceFacts.User) ?? flags.Find(f => f.Unit is not null)?.Unit);
        Add(line, "release", Release(known, flags, defaultWorkflow));
        Add(line, "prompt_version", Fact(known, TraceFacts.PromptVersion));
        var model = last ?? known.FirstOrDefault(p => (p.Model ?? p.ServedModel) is not null);
        Add(line, "model_id", model?.Model ?? model?.ServedModel);
        Add(line, "model_version", model?.ServedModel ?? model?.Model ?? Fact(known, TraceFacts.ServiceVersion) ?? UnknownVersion);
        Add(line, "served_model", model?.ServedModel);
        Add(line, "output_id", last?.Facts?.GetValueOrDefault(TraceFacts.OutputId) ?? Fact(known, TraceFacts.OutputId));
        foreach (var name in TraceFacts.Own)
            Add(line, name, Fact(known, name));
        Add(line, "error", (entry?.Part.Error ?? last?.Error) is { } error ? Texts.Cut(error, 200) : null);
        AddTimes(line, trace, entry?.Part, steps);
        AddNumbers(line, models, steps);
        if (content.Input is { } input)
            line["input"] = input;
        if (content.Output is { } output)
            line["output"] = output;
        if (content.Messages is { } messages)
            line["messages"] = messages;
        if (last?.Parameters is { } parameters)
            line["parameters"] = parameters.DeepClone();
        var documents = steps.SelectMany(s => s.Part.Documents ?? []).Distinct(StringComparer.Ordinal).Take(1000).ToList();
        if (documents.Count > 0)
            line["retrieval_ids"] = new JsonArray([.. documents.Select(d => JsonValue.Create(d))]);
        line["metadata"] = Metadata(known, flags, steps, Cost(models, steps));
        return line;
    }

    /// <summary>Parts in the order in which their facts count: the trace, its entry, its last model call, the others by start.</summary>
    private static List<TracePart> Ordered(TracePart? trace, TracePart? entry, TracePart? last, List<TraceNode> spans)
    {
        var ordered = new OrderedDictionary<TracePart, bool>(ReferenceEqualityComparer.Instance);
        foreach (var part in (IEnumerable<TracePart?>)[trace, entry, last, .. spans.Select(s => s.Part)])
            if (part is not null)
                ordered.TryAdd(part, true);
        return [.. ordered.Keys];
    }

    private static string? Fact(List<TracePart> known, string name)
    {
        foreach (var part in known)
            if (part.Facts?.TryGetValue(name, out var value) == true)
                return value;
        return null;
    }

    /// <summary>An SDK without a configured name sends unknown_service, which is no workflow if the trace has a better name.</summary>
    private static string Workflow(List<TracePart> known, string? defaultWorkflow)
    {
        var service = Fact(known, TraceFacts.Service);
        var isNamed = service is not null && !service.StartsWith("unknown_service", StringComparison.Ordinal);
        return Fact(known, TraceFacts.TaskType)
            ?? defaultWorkflow
            ?? (isNamed ? service : Fact(known, TraceFacts.TraceName) ?? service)
            ?? DefaultWorkflow;
    }

    /// <summary>The variant of a flag is the arm. Of several flags the one with the name of the workflow counts, else the first.</summary>
    private static string? Release(List<TracePart> known, List<FlagVariant> flags, string? defaultWorkflow)
    {
        var workflow = Workflow(known, defaultWorkflow);
        var arm = flags.Find(f => f.Key == workflow) ?? flags.FirstOrDefault();
        return Fact(known, TraceFacts.Release) ?? arm?.Variant ?? Fact(known, TraceFacts.ServiceVersion);
    }

    private static void AddTimes(JsonObject line, TracePart? trace, TracePart? entry, List<TraceNode> steps)
    {
        var start = steps.Min(s => s.Part.Start ?? s.Part.At) ?? trace?.Start ?? trace?.At;
        if (start is { } time)
            line["timestamp"] = time.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        var (from, to) = entry is { Start: not null, End: not null } ? (entry.Start, entry.End) : (start, steps.Max(s => s.Part.End));
        if ((to - from)?.TotalMilliseconds is >= 0 and <= EventBounds.LatencyMs and var ms)
            line["server_latency_ms"] = ms;
    }

    private static void AddNumbers(JsonObject line, List<TraceNode> models, List<TraceNode> steps)
    {
        // Tokens of a check or of an embedding are no tokens of the response.
        var own = steps.FindAll(s => s is { IsCheck: false, Part.Kind: not StepKinds.Embedding });
        if (Sum(models, own, p => p.OutputTokens) is > 0 and <= int.MaxValue and var output)
            line["output_tokens"] = (int)output;
        if (Sum(models, own, p => p.InputTokens) is > 0 and <= EventBounds.Number and var input)
            line["input_stats"] = new JsonObject { ["input_tokens"] = input };
    }

    private static double? Cost(List<TraceNode> models, List<TraceNode> steps) =>
        Sum(models, steps, p => p.Cost) is > 0 and <= EventBounds.Cost and var cost ? cost : null;

    /// <summary>
    /// The sum over the model calls. If they do not say it, the outermost steps do: the span of an agent that runs elsewhere.
    /// </summary>
    private static double? Sum(List<TraceNode> models, List<TraceNode> steps, Func<TracePart, double?> of)
    {
        var counted = models.Exists(m => of(m.Part) is not null) ? models : steps.Where(s => s.StepParent is null);
        return counted.Sum(s => of(s.Part));
    }

    private static JsonObject Metadata(List<TracePart> known, List<FlagVariant> flags, List<TraceNode> steps, double? cost)
    {
        var metadata = new JsonObject();
        if (cost is { } dollars)
            metadata["cost_usd"] = dollars;
        foreach (var flag in flags)
            metadata.TryAdd("flag " + flag.Key, JsonValue.Create(flag.Variant));
        // The metadata of tools and other inner steps is theirs, not the interaction's.
        foreach (
            var part in known.Where(p =>
                p.SpanId.Length == 0 || p.Kind is StepKinds.Context or StepKinds.Model or StepKinds.Agent || p == known[0]
            )
        )
        foreach (var (name, value) in part.Metadata ?? [])
            if (metadata.Count < MaxFacts && value is not null && value.ToJsonString().Length <= MaxFactChars)
                metadata.TryAdd(name, value.DeepClone());
        if (Fact(known, TraceFacts.Service) is { } service)
            metadata.TryAdd("service", JsonValue.Create(Texts.Cut(service, 200)));
        if (Fact(known, TraceFacts.TraceName) is { } traceName)
            metadata.TryAdd("trace_name", JsonValue.Create(Texts.Cut(traceName, 200)));
        if (steps.Count > 1)
            TraceSteps.Write(metadata, steps);
        return metadata;
    }

    private static void Add(JsonObject line, string name, string? value, int length = EventReader.MaxKeyChars)
    {
        if (!string.IsNullOrWhiteSpace(value))
            line[name] = Id(value, length);
    }

    /// <summary>The id of a trace or span in the form in which it is stored.</summary>
    /// <param name="id">The id as sent.</param>
    public static string Key(string id) => Id(id);

    /// <summary>A key that is as long as its column, and no step in a URL.</summary>
    private static string Id(string value, int length = EventReader.MaxKeyChars) =>
        Texts.Storable(value).Trim() is var text && text is "." or ".." ? $"_{text}" : Texts.Key(text, length);
}

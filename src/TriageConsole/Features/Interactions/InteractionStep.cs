using System.Text.Json;
using TriageConsole.Core.Events;

namespace TriageConsole.Features.Interactions;

/// <summary>A step of an interaction that was folded from a trace.</summary>
/// <param name="Number">Its number, from 1, in the order of the start.</param>
/// <param name="Depth">The number of steps that contain it.</param>
/// <param name="Kind">What it does: llm, tool, retriever and so on.</param>
/// <param name="Name">Name of the tool, or else of the span.</param>
/// <param name="Model">The model.</param>
/// <param name="DurationMs">Its duration.</param>
/// <param name="Error">Kind of the error; null if there was none.</param>
/// <param name="Input">The beginning of its input.</param>
/// <param name="Output">The beginning of its output.</param>
public sealed record InteractionStep(
    int Number,
    int Depth,
    string Kind,
    string? Name,
    string? Model,
    double? DurationMs,
    string? Error,
    string? Input,
    string? Output
)
{
    /// <summary>Deeper steps are not indented further.</summary>
    private const int MaxDepth = 8;

    /// <summary>Reads the steps in the stored context; empty if there are none. Ignores what is no step.</summary>
    public static IReadOnlyList<InteractionStep> Read(string? context)
    {
        using var document = StoredJson.Parse(context);
        if (
            document?.RootElement is not { ValueKind: JsonValueKind.Object } root
            || SafeJson.Find(root, "metadata") is not { ValueKind: JsonValueKind.Object } metadata
            || SafeJson.Find(metadata, "steps") is not { ValueKind: JsonValueKind.Array } steps
        )
            return [];
        var depths = new Dictionary<double, int>();
        var rows = new List<InteractionStep>();
        foreach (var step in steps.EnumerateArray().Where(s => s.ValueKind == JsonValueKind.Object))
        {
            if (TextOf(step, "kind") is not { } kind)
                continue;
            var depth =
                NumberOf(step, "parent") is { } parent && depths.TryGetValue(parent, out var above) ? Math.Min(above + 1, MaxDepth) : 0;
            depths[NumberOf(step, "step") ?? rows.Count + 1] = depth;
            rows.Add(
                new InteractionStep(
                    rows.Count + 1,
                    depth,
                    kind,
                    TextOf(step, "tool") ?? TextOf(step, "name"),
                    TextOf(step, "model"),
                    NumberOf(step, "duration_ms"),
                    TextOf(step, "error"),
                    TextOf(step, "input"),
                    TextOf(step, "output")
                )
            );
        }

        return rows;
    }

    private static string? TextOf(JsonElement step, string name) => SafeJson.Find(step, name) is { } value ? SafeJson.Text(value) : null;

    private static double? NumberOf(JsonElement step, string name) =>
        SafeJson.Find(step, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : null;
}

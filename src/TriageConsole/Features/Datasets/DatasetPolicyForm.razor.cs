using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Core.Datasets;

namespace TriageConsole.Features.Datasets;

/// <summary>A policy as a form: a field for each of its properties, with what is wrong at the field.</summary>
public sealed partial class DatasetPolicyForm : ComponentBase
{
    private readonly FieldMessages messages = new();

    [Parameter, EditorRequired]
    public DatasetPolicy Value { get; set; } = new();

    [Parameter, EditorRequired]
    public EventCallback<DatasetPolicy> ValueChanged { get; set; }

    /// <summary>What is wrong, by the name of the property in JSON.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<FieldProblem> Problems { get; set; } = [];

    /// <summary>The patterns of the workflow.</summary>
    [Parameter]
    public IReadOnlyList<PolicyPattern> Patterns { get; set; } = [];

    /// <summary>The patterns of the workflow, and those of the policy that it does not have.</summary>
    private IEnumerable<PolicyPattern> Choices =>
        Patterns.Concat(
            Value
                .Patterns.Distinct()
                .Where(id => Patterns.All(p => p.Id != id))
                .Select(id => new PolicyPattern(id, $"Pattern {id}, which the workflow does not have"))
        );

    private string Formats => $"Formats: {string.Join(", ", DatasetFormats.Of(Value.Kind))}";

    private static string KindName(DatasetKind kind) =>
        kind switch
        {
            DatasetKind.Preference => "Preference: a better and a worse response",
            DatasetKind.Evaluation => "Evaluation: inputs with agreed answers",
            _ => "Chat: responses to learn from",
        };

    private static string SourceName(string source) =>
        source switch
        {
            "person" => "People",
            "imported" => "Imported labels",
            _ => "LLM judges",
        };

    private Task SetAsync(DatasetPolicy changed) => ValueChanged.InvokeAsync(changed);

    private Task ChooseAsync(long pattern, bool isChosen) =>
        SetAsync(Value with { Patterns = isChosen ? [.. Value.Patterns, pattern] : [.. Value.Patterns.Where(p => p != pattern)] });

    /// <summary>The sources keep their order, so that the same choice is the same policy.</summary>
    private Task ChooseAsync(string source, bool isChosen) =>
        SetAsync(
            Value with
            {
                LabelSources = [.. DatasetPolicyCheck.LabelSources.Where(s => s == source ? isChosen : Value.LabelSources.Contains(s))],
            }
        );

    private Task SplitAsync(int at, SplitShare split) =>
        SetAsync(Value with { Splits = [.. Value.Splits.Select((s, n) => n == at ? split : s)] });

    private IEnumerable<KeyValuePair<string, object>> Message(string property, object? value) => messages.At(Problems, property, value);

    private string? Problem(string property) => Problems.FirstOrDefault(p => p.Field == property)?.Message;

    private string? Field(DateTimeOffset? time) => time is { } at ? Times.Field(at) : null;

    private static string Lines(IReadOnlyList<string> items) => string.Join('\n', items);

    private static string[] Items(string? lines) =>
        (lines ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // Rounded, because 0.07 * 100 has a last digit that nobody typed.
    private static double Percent(double share) => Math.Round(share * 100, 10);

    private static double Share(double percent) => Math.Round(percent / 100, 12);
}

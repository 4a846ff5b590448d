using System.Text.Json;
using TriageConsole.Core.Events;

namespace TriageConsole.Features.Interactions;

/// <summary>One interaction in the API: the row, the texts, and stored JSON as JSON.</summary>
internal sealed record InteractionAnswer(
    InteractionRow Interaction,
    string? Input,
    string? Output,
    JsonElement? Messages,
    JsonElement? Context,
    IReadOnlyList<SignalRow> Signals,
    IReadOnlyList<LabelRow> Labels,
    IReadOnlyList<QueuePlace> Queue
)
{
    public static InteractionAnswer Of(InteractionDetail d) =>
        new(d.Row, d.Input, d.Output, StoredJson.Element(d.Messages), StoredJson.Element(d.Context), d.Signals, d.Labels, d.Queue);
}

using System.Globalization;
using System.Text;
using TriageConsole.Core.Events;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Labels;

namespace TriageConsole.Cli.Imports;

/// <summary>Says what an import would store, without a database: duplicates and unknown traces are not known here.</summary>
internal sealed class DryRun(TimeProvider time)
{
    private const int Shown = 10;
    private const int Samples = 3;
    private const int SampleChars = 400;

    private readonly Dictionary<string, int> kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> workflows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> labelers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Count, string Example)> refusals = new(StringComparer.Ordinal);
    private readonly List<string> samples = [];
    private (DateTimeOffset? First, DateTimeOffset? Last) period;

    /// <summary>Takes a line of events or labels.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isLabel">Whether it is a label.</param>
    /// <param name="where">Its place in the file, for messages.</param>
    public void Take(EventLine line, bool isLabel, string where)
    {
        if (samples.Count < Samples)
            samples.Add(Core.Texts.Cut(Encoding.UTF8.GetString(line.Bytes.Span), SampleChars));
        if (isLabel)
            TakeLabel(line, where);
        else if (line.Refusal is { } refusal)
            Refuse(refusal, where);
        else
            TakeEvent(EventReader.Read(line.Bytes, time.GetUtcNow()), where);
    }

    public async Task PrintAsync(TextWriter output)
    {
        await output.WriteLineAsync($"  would import {Counts(kinds) ?? "nothing"}");
        await PrintAsync(output, "workflows", workflows);
        await PrintAsync(output, "model versions", models);
        await PrintAsync(output, "signals and criteria", names);
        await PrintAsync(output, "labelers", labelers);
        if (period is { First: { } first, Last: { } last })
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  from {first:u} to {last:u}"));
        foreach (var (reason, (count, example)) in refusals.OrderByDescending(r => r.Value.Count))
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {count:N0} refused: {reason}, first at {example}"));
        foreach (var sample in samples)
            await output.WriteLineAsync($"  for example {sample}");
    }

    private static Task PrintAsync(TextWriter output, string what, Dictionary<string, int> counts) =>
        Counts(counts) is { } list ? output.WriteLineAsync($"  {what}: {list}") : Task.CompletedTask;

    private static string? Counts(Dictionary<string, int> counts) =>
        counts.Count == 0
            ? null
            : string.Join(
                ", ",
                counts
                    .OrderByDescending(c => c.Value)
                    .Take(Shown)
                    .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value:N0} {c.Key}"))
            ) + (counts.Count > Shown ? $" and {counts.Count - Shown} more" : "");

    private void TakeLabel(EventLine line, string where)
    {
        var (label, refusal) = LabelLine.Read(line);
        if (label is null)
        {
            Refuse(refusal!, where);
            return;
        }

        Count(kinds, "labels");
        Count(names, label.Criterion);
        Count(labelers, label.LabelerId);
    }

    private void TakeEvent(ParsedEvent parsed, string where)
    {
        if (parsed.Refusal is { } refusal)
        {
            Refuse(refusal, where);
        }
        else if (parsed.Interaction is { } interaction)
        {
            Count(kinds, "interactions");
            Count(workflows, interaction.TaskType);
            Count(models, interaction.ModelVersion);
            Extend(interaction.Timestamp);
            foreach (var signal in interaction.Feedback)
                Count(names, signal.Name);
        }
        else if (parsed.Late is { } late)
        {
            Count(kinds, "signals");
            Count(names, late.Signal.Name);
            Extend(late.Signal.Timestamp);
        }
    }

    private void Refuse(Refusal refusal, string where) =>
        refusals[refusal.Reason] = refusals.TryGetValue(refusal.Reason, out var known) ? (known.Count + 1, known.Example) : (1, where);

    private void Extend(DateTimeOffset? at)
    {
        if (at is null)
            return;
        period = (period.First < at ? period.First : at, period.Last > at ? period.Last : at);
    }

    private static void Count(Dictionary<string, int> counts, string name) => counts[name] = counts.GetValueOrDefault(name) + 1;
}

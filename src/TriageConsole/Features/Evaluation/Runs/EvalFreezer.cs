using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Evaluation;
using TriageConsole.Data;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>
/// Stores the inputs of a run once: golden items, a sample of recent traffic, the live outputs, and the candidate's outputs if they exist.
/// </summary>
internal sealed class EvalFreezer(
    TriageDbContext db,
    EvalPlace place,
    EvalRequest request,
    int seed,
    EvaluationOptions options,
    DateTimeOffset now
)
{
    private const int MaxGolden = 2000;

    /// <summary>The maximum number of lines named in the message; the others are counted.</summary>
    private const int MaxNamed = 20;

    private readonly EvalItemLoader loader = new(db, place.TenantId, place.WorkflowId);
    private readonly List<string> problems = [];

    /// <summary>What was left out, for the person who started the run.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>The items in order, golden items first.</summary>
    public async Task<List<EvalItem>> FreezeAsync(CancellationToken cancellationToken)
    {
        var traffic = await TrafficAsync(place.Live, shadow: false, cancellationToken);
        var golden = await GoldenAsync(cancellationToken);
        await TakeLiveOutputsAsync(golden, traffic, cancellationToken);
        var known = golden.Select(g => g.InteractionId).ToHashSet();
        var others = traffic.Where(t => !known.Contains(t.Id)).ToList();
        var items = request.Source switch
        {
            EvalSource.File => await FromFileAsync(golden, others, cancellationToken),
            EvalSource.Shadow => await FromShadowAsync(golden, others, cancellationToken),
            _ => [.. golden, .. await SampleAsync(others, request.SampleSize, cancellationToken)],
        };
        return Numbered(items);
    }

    /// <summary>The current golden items and the sample of a run: the inputs for a file of outputs.</summary>
    public async Task<List<EvalItem>> ListAsync(CancellationToken cancellationToken)
    {
        var golden = await GoldenAsync(cancellationToken);
        var known = golden.Select(g => g.InteractionId).ToHashSet();
        var traffic = await TrafficAsync(place.Live, shadow: false, cancellationToken);
        var others = traffic.Where(t => !known.Contains(t.Id)).ToList();
        return Numbered([.. golden, .. await SampleAsync(others, request.SampleSize, cancellationToken)]);
    }

    private static List<EvalItem> Numbered(List<EvalItem> items)
    {
        for (var i = 0; i < items.Count; i++)
            items[i].Ordinal = i + 1;
        return items;
    }

    private sealed record Arrival(long Id, string TraceId, string? InputHash, string TaskId);

    /// <summary>The latest interactions of a release, newest first; of all releases if none is live.</summary>
    private async Task<List<Arrival>> TrafficAsync(Release? release, bool shadow, CancellationToken cancellationToken)
    {
        var since = now.AddDays(-request.SampleDays);
        var all = db
            .Interactions.AsNoTracking()
            .Where(i => i.WorkflowId == place.WorkflowId && i.TenantId == place.TenantId && i.Shadow == shadow && i.ReceivedAt >= since);
        if (release is not null)
            all = all.Where(Named(release.Name));
        return await all.OrderByDescending(i => i.Id)
            .Take(options.SampleFrom)
            .Select(i => new Arrival(i.Id, i.TraceId, i.InputHash, i.TaskId))
            .ToListAsync(cancellationToken);
    }

    /// <summary>The name of a release in events: the release, or the model version if events name no release.</summary>
    private static System.Linq.Expressions.Expression<Func<Interaction, bool>> Named(string name) =>
        i => ReleaseName.Of(i.Release, i.ModelId, i.ModelVersion) == name;

    private async Task<List<EvalItem>> GoldenAsync(CancellationToken cancellationToken)
    {
        var rows = await (
            from g in db.GoldenItems.AsNoTracking()
            where g.WorkflowId == place.WorkflowId && g.TenantId == place.TenantId && g.RetiredAt == null
            join v in db.GoldenVersions on new { g.Id, g.Number } equals new { Id = v.GoldenItemId, v.Number }
            orderby g.Id
            select new
            {
                g.Id,
                g.Number,
                g.IsLocked,
                g.InteractionId,
                v.Answers,
                v.ExpectedOutput,
            }
        )
            .Take(MaxGolden + 1)
            .ToListAsync(cancellationToken);
        if (rows.Count > MaxGolden)
            problems.Add($"Only the first {MaxGolden} golden items are scored.");
        var texts = await loader.ItemsAsync([.. rows.Take(MaxGolden).Select(r => r.InteractionId)], cancellationToken);
        var items = new List<EvalItem>();
        foreach (var row in rows.Take(MaxGolden))
        {
            if (texts.GetValueOrDefault(row.InteractionId) is not { } item)
                continue;
            (item.GoldenItemId, item.GoldenNumber, item.IsLocked, item.ExpectedAnswers, item.ExpectedOutput) = (
                row.Id,
                row.Number,
                row.IsLocked,
                row.Answers,
                row.ExpectedOutput
            );
            items.Add(item);
        }

        return items;
    }

    /// <summary>
    /// The interaction of a golden item can be of an old version: the output of the live release for the same input is used if it exists.
    /// </summary>
    private async Task TakeLiveOutputsAsync(List<EvalItem> golden, List<Arrival> traffic, CancellationToken cancellationToken)
    {
        if (place.Live is null)
            return;
        var latest = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var arrival in traffic)
            if (arrival.InputHash is { } hash)
                latest.TryAdd(hash, arrival.Id);
        var matches = golden
            .Where(g => g.InputHash is not null && latest.GetValueOrDefault(g.InputHash) is var id and not 0 && id != g.InteractionId)
            .ToDictionary(g => g, g => latest[g.InputHash!]);
        var texts = await loader.ItemsAsync([.. matches.Values.Distinct()], cancellationToken);
        foreach (var (item, match) in matches)
            if (texts.GetValueOrDefault(match) is { LiveOutput: not null } live)
                (item.LiveOutput, item.LiveVersion, item.Documents) = (live.LiveOutput, live.LiveVersion, live.Documents);
    }

    /// <summary>
    /// A random sample at any suspicion score: the items with the smallest hash of seed and id. The same seed gives the same sample.
    /// </summary>
    private async Task<List<EvalItem>> SampleAsync(List<Arrival> from, int size, CancellationToken cancellationToken)
    {
        var order = from.Select(a => a.Id).OrderBy(Draw).ToList();
        var items = new List<EvalItem>();
        for (var at = 0; at < order.Count && items.Count < size; at += 500)
        {
            var some = order.GetRange(at, Math.Min(500, order.Count - at));
            var texts = await loader.ItemsAsync([.. some], cancellationToken);
            items.AddRange(some.Select(id => texts.GetValueOrDefault(id)).OfType<EvalItem>().Where(HasInput).Take(size - items.Count));
        }

        return items;
    }

    private ulong Draw(long id)
    {
        Span<byte> bytes = stackalloc byte[12];
        BitConverter.TryWriteBytes(bytes, seed);
        BitConverter.TryWriteBytes(bytes[4..], id);
        return BitConverter.ToUInt64(SHA256.HashData(bytes));
    }

    private static bool HasInput(EvalItem item) => !string.IsNullOrWhiteSpace(item.Input) || item.Messages is not null;

    private async Task<List<EvalItem>> FromFileAsync(List<EvalItem> golden, List<Arrival> traffic, CancellationToken cancellationToken)
    {
        var (lines, wrong) = OutputLines.Read(request.Outputs ?? "");
        problems.AddRange(wrong);
        var byTrace = traffic.DistinctBy(t => t.TraceId).ToDictionary(t => t.TraceId, StringComparer.Ordinal);
        var byHash = traffic
            .Where(t => t.InputHash is not null)
            .DistinctBy(t => t.InputHash)
            .ToDictionary(t => t.InputHash!, StringComparer.Ordinal);
        var answered = new Dictionary<long, OutputLine>();
        var (unknown, twice) = (new List<string>(), new List<string>());
        var goldenIds = golden.Select(g => g.InteractionId).ToHashSet();
        foreach (var line in lines)
        {
            var found = EvalItemLoader.GoldenOf(line, golden).Select(g => g.InteractionId).ToList();
            if (
                found.Count == 0
                && (
                    line.TraceId is { } t ? byTrace.GetValueOrDefault(t)
                    : line.InputHash is { } h ? byHash.GetValueOrDefault(h)
                    : null
                )
                    is { } arrival
            )
                found.Add(arrival.Id);
            if (found.Count == 0)
                unknown.Add($"{line.Line} ({line.TraceId ?? line.InputHash ?? $"item {line.Item}"})");
            foreach (var id in found)
                if (!answered.TryAdd(id, line))
                    twice.Add($"{line.Line}");
        }

        Name("matches no golden item and no recent live traffic", unknown);
        Name("repeats the item of an earlier line", twice);
        var sample = await loader.ItemsAsync(
            [.. answered.Keys.Where(id => !goldenIds.Contains(id)).OrderBy(Draw).Take(options.MaxSample)],
            cancellationToken
        );
        List<EvalItem> items = [.. golden, .. sample.Values.OrderBy(i => answered[i.InteractionId].Line)];
        foreach (var item in items)
        {
            if (answered.GetValueOrDefault(item.InteractionId) is not { } line)
            {
                Fail(item, "The file has no output for it.");
                continue;
            }

            (item.CandidateOutput, item.LatencyMs, item.State) = (line.Output, line.LatencyMs, EvalItemState.Answered);
            item.CandidateDocuments = line.Documents is { } documents ? JsonSerializer.Serialize(documents, EvalSettings.Json) : null;
        }

        var missing = items.Where(i => i.State == EvalItemState.Failed).Select(i => i.TraceId).ToList();
        if (missing.Count > 0)
            problems.Add(
                $"The file has no output for {missing.Count} golden {(missing.Count == 1 ? "item" : "items")}: "
                    + $"{string.Join(", ", missing.Take(MaxNamed))}{(missing.Count > MaxNamed ? " …" : "")}. They count as "
                    + $"failed."
            );
        return items;
    }

    private void Name(string what, List<string> lines)
    {
        if (lines.Count > 0)
            problems.Add(
                $"{(lines.Count == 1 ? "line" : $"{lines.Count} lines:")} "
                    + $"{string.Join(", ", lines.Take(MaxNamed))}{(lines.Count > MaxNamed ? " …" : "")} {what}"
            );
    }

    /// <summary>
    /// Pairs shadow responses with live ones of the same input, or of the same task if the inputs have no common hash.
    /// </summary>
    private async Task<List<EvalItem>> FromShadowAsync(List<EvalItem> golden, List<Arrival> traffic, CancellationToken cancellationToken)
    {
        var shadow = await TrafficAsync(place.Candidate, shadow: true, cancellationToken);
        var byHash = shadow
            .Where(s => s.InputHash is not null)
            .DistinctBy(s => s.InputHash)
            .ToDictionary(s => s.InputHash!, s => s.Id, StringComparer.Ordinal);
        var byTask = shadow.DistinctBy(s => s.TaskId).ToDictionary(s => s.TaskId, s => s.Id, StringComparer.Ordinal);
        long? Match(string? hash, string task) =>
            hash is not null && byHash.TryGetValue(hash, out var same) ? same
            : byTask.TryGetValue(task, out var of) ? of
            : null;
        var sample = await SampleAsync(
            [.. traffic.Where(t => Match(t.InputHash, t.TaskId) is not null)],
            request.SampleSize,
            cancellationToken
        );
        List<EvalItem> items = [.. golden, .. sample];
        var matches = items.ToDictionary(i => i, i => Match(i.InputHash, i.TaskId));
        var texts = await loader.ItemsAsync([.. matches.Values.OfType<long>().Distinct()], cancellationToken);
        var latencies = await loader.LatenciesAsync([.. matches.Values.OfType<long>().Distinct()], cancellationToken);
        foreach (var (item, match) in matches)
        {
            if (match is not { } id || texts.GetValueOrDefault(id) is not { LiveOutput: { } output } answer)
            {
                Fail(item, match is null ? "Shadow traffic has no response to its input." : "The shadow response is empty.");
                continue;
            }

            (item.CandidateOutput, item.CandidateDocuments, item.LatencyMs, item.State) = (
                output,
                answer.Documents,
                latencies.GetValueOrDefault(id),
                EvalItemState.Answered
            );
        }

        var missing = items.Count(i => i.State == EvalItemState.Failed);
        if (missing > 0)
            problems.Add($"Shadow traffic has no response for {missing} of {items.Count} items. They count as failed.");
        return items;
    }

    private static void Fail(EvalItem item, string why) => (item.State, item.Error) = (EvalItemState.Failed, why);
}

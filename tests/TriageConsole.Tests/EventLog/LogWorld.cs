using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Features.Ingest.Log;
using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.EventLog;

/// <summary>A database with an event log in a temporary folder.</summary>
internal sealed class LogWorld : IAsyncDisposable
{
    private LogWorld(IngestFixture source, string folder) => (Source, Folder) = (source, folder);

    public IngestFixture Source { get; }

    public string Folder { get; }

    public static async Task<LogWorld> CreateAsync(TimeProvider? time = null, Action<EventLogOptions>? configure = null)
    {
        var folder = Directory.CreateTempSubdirectory("event-log-").FullName;
        var source = await IngestFixture.CreateAsync(
            time,
            s =>
                s.Configure<EventLogOptions>(o =>
                {
                    o.Folder = folder;
                    configure?.Invoke(o);
                })
        );
        return new LogWorld(source, folder);
    }

    public Task<int> WriteAsync() => Source.Get<SegmentWriter>().WriteAsync(TestContext.Current.CancellationToken);

    public Task<VerifyReport> VerifyAsync() => Source.Get<EventLogVerifier>().VerifyAsync(TestContext.Current.CancellationToken);

    /// <summary>Replays into a new, empty database.</summary>
    public async Task<(IngestFixture Target, ReplayReport Report)> ReplayAsync()
    {
        var target = await IngestFixture.CreateAsync();
        var result = await Source
            .Get<EventLogReplay>()
            .ReplayAsync(target.Get<IServiceProvider>(), null, TestContext.Current.CancellationToken);
        Assert.True(result.Ok, result.Message);
        return (target, result.Value);
    }

    public string[] Files(string pattern) => Directory.GetFiles(Folder, pattern, SearchOption.AllDirectories);

    /// <summary>All texts, scores and counts, without ids.</summary>
    public static Task<string> ContentAsync(IngestFixture world) =>
        world.QueryAsync(async db =>
        {
            var interactions = await db
                .Interactions.OrderBy(i => i.TraceId)
                .Join(db.InteractionPayloads, i => i.Id, p => p.InteractionId, (i, p) => new { Row = i, Payload = p })
                .AsNoTracking()
                .ToListAsync();
            var signals = await db
                .Signals.Join(db.Interactions, s => s.InteractionId, i => i.Id, (s, i) => new { Signal = s, i.TraceId })
                .Select(x =>
                    $"{x.TraceId} {x.Signal.SignalKey} {x.Signal.Type} {x.Signal.Name} {x.Signal.NumericValue} {x.Signal.TextValue} "
                    + $"{x.Signal.Comment} {x.Signal.UserId} {x.Signal.Strength:R} {x.Signal.Weight:R}"
                )
                .ToListAsync();
            var quarantine = await db
                .QuarantinedEvents.OrderBy(q => q.ContentHash)
                .Select(q => $"{q.ContentHash} {q.Reason} {q.Detail} {q.Line} {q.ReceivedAt:O}")
                .ToListAsync();
            var waiting = await db
                .PendingSignals.OrderBy(p => p.SignalKey)
                .Select(p => $"{p.TraceId} {p.SignalKey} {p.Body}")
                .ToListAsync();
            var rollups = await db.Rollups.CountAsync();
            var rows = interactions.Select(i =>
                $"{i.Row.TraceId} {i.Row.TaskId} {i.Row.UserId} {i.Row.Timestamp:O} {i.Row.ReceivedAt:O} {i.Row.InputHash} {i.Row.Release} "
                + $"{i.Row.OutcomeMetric} {i.Row.OutcomeValue:R} {i.Row.Suspicion:R} {i.Row.NeedsReview} {i.Row.Attributes} {i.Row.Cost} "
                + $"{i.Payload.Input} {i.Payload.Output} {i.Payload.Messages} {i.Payload.Context}"
            );
            return string.Join('\n', [.. rows, .. signals.Order(StringComparer.Ordinal), .. quarantine, .. waiting, $"{rollups}"]);
        });

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

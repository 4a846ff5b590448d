using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Notices;
using TriageConsole.Features.Retraining.Runs;

namespace TriageConsole.Features.Retraining.Executors;

/// <summary>Uploads the dataset to an OpenAI-compatible API, starts a job there and follows it.</summary>
internal sealed class FineTuningExecutor(
    IDbContextFactory<TriageDbContext> contexts,
    FineTuningClient client,
    RunFiles files,
    RunChanges changes,
    TimeProvider time
) : IExecutor
{
    /// <summary>After so many failed attempts to read the checkpoints, a job that has succeeded does not wait for them.</summary>
    private const int CheckpointAttempts = 2;

    public ExecutorKind Kind => ExecutorKind.FineTuning;

    public async Task<ExecutorStep> StepAsync(RunContext context, CancellationToken cancellationToken)
    {
        var (run, api) = (context.Run, context.Options);
        var pause = TimeSpan.FromSeconds(api.PollSeconds);
        if (run.ExternalId is not { } id)
        {
            await StartAsync(context, cancellationToken);
            return ExecutorStep.Wait(pause);
        }

        var job = await client.ReadAsync(api, id, cancellationToken);
        await CopyEventsAsync(context, id, cancellationToken);
        switch (job.Status)
        {
            case "succeeded":
                var result = Result(context, job);
                await KeepCheckpointsAsync(context, id, cancellationToken);
                return ExecutorStep.Done(result);
            case "failed":
                throw new RunRefusedException($"The job {id} failed. {Masked(context, job.Error ?? "The API gives no reason.")}");
            case "cancelled":
                throw new RunRefusedException($"The job {id} was cancelled at the service.");
        }

        if (run.DeadlineAt is not { } deadline || time.GetUtcNow() <= deadline)
            return ExecutorStep.Wait(pause);
        await client.CancelAsync(api, id, cancellationToken);
        throw new RunRefusedException($"The job {id} did not end within {api.TimeoutSeconds} s and was cancelled.");
    }

    public async Task<bool> CancelAsync(RunContext context, CancellationToken cancellationToken)
    {
        if (context.Run.ExternalId is not { } id)
            return true;
        try
        {
            var job = await client.ReadAsync(context.Options, id, cancellationToken);
            if (job.Status is "succeeded" or "failed" or "cancelled")
                return true;
            await client.CancelAsync(context.Options, id, cancellationToken);
            return (await client.ReadAsync(context.Options, id, cancellationToken)).Status is "succeeded" or "failed" or "cancelled";
        }
        catch (RunRefusedException)
        {
            // The service does not know the job any more.
            return true;
        }
    }

    private async Task StartAsync(RunContext context, CancellationToken cancellationToken)
    {
        var (run, api) = (context.Run, context.Options);
        if (!context.Dataset.Splits.Contains(RunContexts.Train, StringComparer.Ordinal))
            throw new RunRefusedException("The version of the dataset has no training rows.");
        var uploaded = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var split in context.Dataset.Splits)
        {
            using var file = new MemoryStream();
            await files.WriteAsync(context, split, file, cancellationToken);
            file.Position = 0;
            uploaded[split] = await client.UploadAsync(api, $"run-{run.Id}-{split}.jsonl", file, cancellationToken);
        }

        var id = await client.CreateAsync(
            api,
            uploaded[RunContexts.Train],
            uploaded.GetValueOrDefault(RunContexts.Validation),
            run.Id,
            run.Manifest,
            cancellationToken
        );
        var until = time.GetUtcNow().AddSeconds(api.TimeoutSeconds);
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        await db
            .RetrainingRuns.Where(r => r.Id == run.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.ExternalId, id).SetProperty(r => r.DeadlineAt, until), CancellationToken.None);
        await changes.LogAsync(run.Id, RetrainingEventKind.Note, [$"The service started the job {id}."], CancellationToken.None);
    }

    /// <summary>Copies the events since the last step. Those before are found again by their ids.</summary>
    private async Task CopyEventsAsync(RunContext context, string id, CancellationToken cancellationToken)
    {
        var events = await client.EventsAsync(context.Options, id, cancellationToken);
        var known = events.Select(e => e.Id).ToList().LastIndexOf(context.Run.ExternalEvent ?? "");
        var news = events.Skip(known + 1).Where(e => e.Message.Length > 0).ToList();
        if (news.Count == 0)
            return;
        await changes.LogAsync(
            context.Run.Id,
            RetrainingEventKind.Output,
            news.Select(e => Masked(context, e.Level.Length > 0 ? $"{e.Level}: {e.Message}" : e.Message)),
            cancellationToken
        );
        var last = Core.Texts.Cut(news[^1].Id, 200);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .RetrainingRuns.Where(r => r.Id == context.Run.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.ExternalEvent, last), cancellationToken);
    }

    /// <summary>
    /// Stores the checkpoints in the log, once: all are one transaction, so that a step that is repeated finds all or none. The result does
    /// not depend on them, and not every service has them.
    /// </summary>
    private async Task KeepCheckpointsAsync(RunContext context, string id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (
            await db.RetrainingEvents.AnyAsync(
                e => e.RunId == context.Run.Id && e.Kind == RetrainingEventKind.Checkpoint,
                cancellationToken
            )
        )
            return;
        try
        {
            if (await client.CheckpointsAsync(context.Options, id, cancellationToken) is { Count: > 0 } checkpoints)
                await changes.LogAsync(
                    context.Run.Id,
                    RetrainingEventKind.Checkpoint,
                    checkpoints.Select(c => Masked(context, c.ToString())),
                    cancellationToken
                );
        }
        catch (Exception e)
            when (!cancellationToken.IsCancellationRequested
                && (
                    e is RunRefusedException
                    || (e is HttpRequestException or TaskCanceledException && context.Run.Attempts >= CheckpointAttempts)
                )
            )
        {
            await changes.LogAsync(
                context.Run.Id,
                RetrainingEventKind.Warning,
                [Masked(context, $"The checkpoints of the job could not be read. {NoticeSender.ReasonOf(e)}")],
                cancellationToken
            );
        }
    }

    private static string Masked(RunContext context, string text) => new SecretMask([context.Options.Key]).Apply(text);

    private static ExecutorResult Result(RunContext context, FineTuningJob job)
    {
        if (string.IsNullOrWhiteSpace(job.Model))
            throw new RunRefusedException("The job succeeded, but the API names no model.");
        var tuned = context.Components.Single(c => c.Id == context.Run.BaseComponentId);
        return new ExecutorResult([
            new ResultComponent(
                // A release with a model keeps its component, so that what serves it finds the new model in the same place.
                tuned.Kind,
                tuned.Name,
                Reference: job.Model,
                Message: $"{context.Options.Model} tuned on {context.Dataset.Name}, version {context.Dataset.Number}."
            ),
        ]);
    }
}

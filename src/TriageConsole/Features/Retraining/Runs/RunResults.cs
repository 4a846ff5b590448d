using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Datasets;
using TriageConsole.Features.Evaluation.Runs;
using TriageConsole.Features.Releases;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Retraining.Executors;

namespace TriageConsole.Features.Retraining.Runs;

/// <summary>
/// Registers the result of a run: component versions with their lineage, in a draft of a release. From there it goes the way of any other
/// release: evaluation, gates, approvals.
/// </summary>
internal sealed class RunResults(
    IDbContextFactory<TriageDbContext> contexts,
    DatasetVerifier verifier,
    ReleaseWriter releases,
    EvaluationService evaluations,
    RunChanges changes
)
{
    /// <summary>The name of the release of a run, and the version of its components.</summary>
    public static string NameOf(long runId) => $"retrain-{runId}";

    /// <summary>Why the dataset of a run cannot be used; null if it can.</summary>
    public async Task<string?> DatasetProblemAsync(RunContext context, CancellationToken cancellationToken)
    {
        var data = context.Dataset;
        var verified = await verifier.VerifyAsync(context.Workflow.TenantId, data.Id, data.Number, cancellationToken);
        return !verified.Ok ? verified.Message
            : verified.Value.Result == DatasetVerification.Same ? null
            : $"Version {data.Number} of the dataset {data.Name}: {verified.Value.Words} Start another run: it builds a new version.";
    }

    /// <summary>Registers the result and ends the run.</summary>
    /// <exception cref="RunRefusedException">The result cannot be registered.</exception>
    public async Task FinishAsync(RunContext context, ExecutorResult result, CancellationToken cancellationToken)
    {
        // A person can have been erased while the executor worked with their texts.
        if (await DatasetProblemAsync(context, cancellationToken) is { } problem)
            throw new RunRefusedException($"The result is not registered. {problem}");
        var releaseId = await RegisterAsync(context, result, cancellationToken);
        var name = NameOf(context.Run.Id);
        var done = await changes.MoveAsync(
            context.Run.Id,
            RetrainingState.Succeeded,
            $"The result is registered as release {name}, a draft.",
            cancellationToken,
            async (db, run) =>
            {
                run.ResultReleaseId = releaseId;
                // Versions that an attempt before this one has registered are found by their name.
                var made = await db
                    .ComponentVersions.Where(c => c.WorkflowId == run.WorkflowId && c.Version == name && c.Manifest == run.Manifest)
                    .Select(c => c.Id)
                    .ToListAsync(cancellationToken);
                db.RetrainingResults.AddRange(made.Select(id => new RetrainingResult { ComponentVersionId = id, RunId = run.Id }));
            }
        );
        if (done is not null)
            await EvaluateAsync(context, releaseId, cancellationToken);
        else
            await changes.LogAsync(
                context.Run.Id,
                RetrainingEventKind.Warning,
                [$"The run was cancelled when its result was already registered. The draft {name} stays."],
                cancellationToken
            );
    }

    private async Task<long> RegisterAsync(RunContext context, ExecutorResult result, CancellationToken cancellationToken)
    {
        var (run, name) = (context.Run, NameOf(context.Run.Id));
        var parts = result.Components!.Select(c => Registration(context, c!, name)).ToList();
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var known = await db
                .Releases.Where(r => r.WorkflowId == run.WorkflowId && r.Name == name)
                .Select(r => (long?)r.Id)
                .SingleOrDefaultAsync(cancellationToken);
            // An instance that was killed after it had registered the result. People cannot know the manifest of a run before its end.
            if (
                known is { } id
                && await db.ReleaseComponents.AnyAsync(
                    c => c.ReleaseId == id && c.ComponentVersion!.Version == name && c.ComponentVersion.Manifest == run.Manifest,
                    cancellationToken
                )
            )
                return id;
        }

        var created = await releases.CreateAsync(
            new Actor(run.StartedById, run.StartedById is null ? $"retraining run {run.Id}" : run.StartedBy),
            run.TenantId,
            run.WorkflowId,
            new NewRelease(
                name,
                $"Made by retraining run {run.Id} ({run.Executor}) from version {context.Dataset.Number} of the dataset "
                    + $"{context.Dataset.Name}, for the pattern {Core.Texts.Cut(context.Pattern, 1500)}.",
                context.BaseRelease,
                parts
            ),
            cancellationToken
        );
        return created.Ok ? created.Value : throw new RunRefusedException($"The result cannot be registered. {created.Message}");
    }

    /// <summary>A result replaces components of the release that it was made from: it cannot bring others in.</summary>
    private static ComponentRegistration Registration(RunContext context, ResultComponent part, string version)
    {
        var of = context.Components.FirstOrDefault(c => c.Kind == part.Kind?.Trim() && c.Name == part.Name?.Trim());
        if (of is null)
            throw new RunRefusedException(
                $"The result has {part.Kind} '{Core.Texts.Cut(part.Name ?? "", 100)}', which is none of the components of "
                    + $"{context.BaseRelease} that the run may change: "
                    + string.Join(", ", context.Components.Select(c => $"{c.Kind} '{c.Name}'"))
                    + "."
            );
        if (string.IsNullOrWhiteSpace(part.Content) && string.IsNullOrWhiteSpace(part.Reference))
            throw new RunRefusedException($"The result has no content and no reference for {of.Kind} '{of.Name}'.");
        if (part.Content == of.Content && part.Reference == of.Reference)
            throw new RunRefusedException($"The result leaves {of.Kind} '{of.Name}' as it is.");
        return new ComponentRegistration(
            of.Kind,
            of.Name,
            version,
            part.Content,
            part.Reference,
            part.Message,
            of.Version,
            context.Run.Manifest
        );
    }

    /// <summary>Starts the evaluation if the workflow names an endpoint for it. The run has succeeded whatever comes of it.</summary>
    private async Task EvaluateAsync(RunContext context, long releaseId, CancellationToken cancellationToken)
    {
        var run = context.Run;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var endpoint = await db
            .RetrainingSettings.Where(s => s.WorkflowId == run.WorkflowId)
            .Select(s => s.EvaluationEndpointId)
            .SingleOrDefaultAsync(cancellationToken);
        if (endpoint is null)
        {
            await NoteAsync(RetrainingEventKind.Note, "No endpoint for evaluations is set, so a lead starts the evaluation.");
            return;
        }

        var started = await evaluations.StartAsync(
            run.TenantId,
            run.WorkflowId,
            new EvalRequest(releaseId, EvalSource.Endpoint) { EndpointId = endpoint },
            (run.StartedById, run.StartedBy),
            cancellationToken
        );
        if (!started.Ok)
        {
            await NoteAsync(RetrainingEventKind.Warning, $"The evaluation did not start: {started.Message}");
            return;
        }

        var evaluation = started.Value.RunId;
        await db
            .RetrainingRuns.Where(r => r.Id == run.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.EvalRunId, evaluation), cancellationToken);
        await NoteAsync(RetrainingEventKind.Note, $"The evaluation {evaluation} of the release started.");
        Task NoteAsync(RetrainingEventKind kind, string text) => changes.LogAsync(run.Id, kind, [text], cancellationToken);
    }
}

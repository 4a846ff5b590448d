using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Core.Common;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases;

/// <summary>Releases for build pipelines: registering, reading, taking back. No endpoint promotes: only people do.</summary>
internal static class ReleasesEndpoints
{
    public static void Map(WebApplication app)
    {
        var api = app.MapGroup("/api/v1").WithTags("Releases");
        api.MapPost("/components", RegisterAsync)
            .RequireAuthorization(Policies.ScopeRelease)
            .WithName("RegisterComponent")
            .WithSummary("Registers one version of a component")
            .WithDescription(
                $"kind: {string.Join(", ", ReleaseWords.KindKeys)}. content (kept here) or reference (where it is), or "
                    + $"both; parent: the version it was made from; manifest: the dataset it was trained on. The same version "
                    + $"with the same content again is answered the same; with other content it is refused (409)."
            );
        api.MapGet("/components", ComponentsAsync)
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ListComponents")
            .WithSummary("Component versions of a workflow");
        api.MapPost("/releases", CreateAsync)
            .RequireAuthorization(Policies.ScopeRelease)
            .WithName("CreateRelease")
            .WithSummary("Bundles component versions into a draft release")
            .WithDescription(
                "components: versions by kind, name and version, registered in the same step where they carry content "
                    + "or a reference. based_on: live, or a release's name, whose other components come along. The draft is "
                    + "evaluated and promoted on its gates by people."
            );
        api.MapGet("/releases", ListAsync)
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ListReleases")
            .WithSummary("Releases of a workflow with their gates, and versions seen in traffic that nobody registered");
        api.MapGet("/releases/{id:long}", ReadAsync)
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadRelease")
            .WithSummary("One release with its history: who, when, why, and what the gates said");
        api.MapGet("/releases/{id:long}/difference", DifferenceAsync)
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("CompareReleases")
            .WithSummary("What a release changes against another, component by component")
            .WithDescription("to: the id of the release to compare with; without it, what is live.");
        api.MapPost("/releases/{id:long}/rollback", RollBackAsync)
            .RequireAuthorization(Policies.ScopeRelease)
            .WithName("RollBackRelease")
            .WithSummary("Takes a live release, a canary or a shadow back")
            .WithDescription(
                "Of the live release, the one before is live again with the next request. A pipeline or monitor may "
                    + "take back; only people promote."
            );
    }

    private static async Task<Results<Ok<DoneAnswer>, ProblemHttpResult>> RegisterAsync(
        ApiCaller caller,
        RegistryService registry,
        ReleaseLookup lookup,
        RegisterComponentBody body,
        CancellationToken cancellationToken
    )
    {
        var found = await lookup.FindWorkflowAsync(caller, body.Workflow, cancellationToken);
        if (found.Error is { } missing)
            return missing.ToProblem();
        var workflow = found.Value;
        return Answer(
            await registry.RegisterAsync(
                Actor.Of(caller),
                caller.TenantId,
                workflow,
                new ComponentRegistration(
                    body.Kind,
                    body.Name,
                    body.Version,
                    body.Content,
                    body.Reference,
                    body.Message,
                    body.Parent,
                    body.Manifest
                ),
                cancellationToken
            )
        );
    }

    private static async Task<Results<Ok<ComponentsAnswer>, ProblemHttpResult>> ComponentsAsync(
        ApiCaller caller,
        RegistryService registry,
        ReleaseLookup lookup,
        string? workflow,
        CancellationToken cancellationToken
    )
    {
        var found = await lookup.FindWorkflowAsync(caller, workflow, cancellationToken);
        if (found.Error is { } missing)
            return missing.ToProblem();
        var id = found.Value;
        return TypedResults.Ok(
            new ComponentsAnswer(
                workflow!,
                [.. (await registry.ListAsync(caller.TenantId, id, cancellationToken)).Select(ComponentAnswer.Of)]
            )
        );
    }

    private static async Task<Results<Ok<DoneAnswer>, ProblemHttpResult>> CreateAsync(
        ApiCaller caller,
        ReleaseWriter writer,
        ReleaseLookup lookup,
        CreateReleaseBody body,
        CancellationToken cancellationToken
    )
    {
        var found = await lookup.FindWorkflowAsync(caller, body.Workflow, cancellationToken);
        if (found.Error is { } missing)
            return missing.ToProblem();
        var workflow = found.Value;
        return Answer(
            await writer.CreateAsync(
                Actor.Of(caller),
                caller.TenantId,
                workflow,
                new NewRelease(body.Name, body.Notes, body.BasedOn, body.Components ?? []),
                cancellationToken
            )
        );
    }

    private static async Task<Results<Ok<ReleasesAnswer>, ProblemHttpResult>> ListAsync(
        ApiCaller caller,
        ReleaseReader reader,
        ReleaseLookup lookup,
        string? workflow,
        CancellationToken cancellationToken
    )
    {
        var found = await lookup.FindWorkflowAsync(caller, workflow, cancellationToken);
        if (found.Error is { } missing)
            return missing.ToProblem();
        var id = found.Value;
        var list = await reader.ListAsync(caller.TenantId, id, cancellationToken);
        return TypedResults.Ok(new ReleasesAnswer(workflow!, [.. list.Releases.Select(ReleaseAnswer.Of)], list.Unregistered));
    }

    private static async Task<Results<Ok<ReleaseDetailAnswer>, ProblemHttpResult>> ReadAsync(
        ApiCaller caller,
        ReleaseReader reader,
        ReleaseDetailReader details,
        ReleaseLookup lookup,
        long id,
        CancellationToken cancellationToken
    )
    {
        var found = await lookup.FindWorkflowOfAsync(caller, id, cancellationToken);
        if (found.Error is { } missing)
            return missing.ToProblem();
        var workflow = found.Value;
        var list = await reader.ListAsync(caller.TenantId, workflow, cancellationToken);
        var detail = await details.ReadAsync(list, list.Releases.Single(r => r.Id == id), cancellationToken);
        return TypedResults.Ok(
            new ReleaseDetailAnswer(
                ReleaseAnswer.Of(detail.Row),
                detail.Notes,
                detail.CopiedFrom,
                [.. detail.History.Select(TransitionAnswer.Of)]
            )
        );
    }

    private static async Task<Results<Ok<ReleaseDifferenceAnswer>, ProblemHttpResult>> DifferenceAsync(
        ApiCaller caller,
        ReleaseDetailReader details,
        ReleaseLookup lookup,
        long id,
        long? to,
        CancellationToken cancellationToken
    )
    {
        var found = await lookup.FindWorkflowOfAsync(caller, id, cancellationToken);
        if (found.Error is { } missing)
            return missing.ToProblem();
        var workflow = found.Value;
        var before = to is { } named ? Result.Done("", named) : await lookup.FindLiveAsync(caller, workflow, cancellationToken);
        if (before.Error is { } nothing)
            return nothing.ToProblem();
        return await details.DifferenceAsync(caller.TenantId, workflow, before.Value, id, cancellationToken) is { } difference
            ? TypedResults.Ok(
                new ReleaseDifferenceAnswer(
                    difference.Before,
                    difference.After,
                    [.. difference.Components.Select(ComponentDifferenceAnswer.Of)]
                )
            )
            : ReleaseLookup.NoRelease(before.Value).ToProblem();
    }

    private static async Task<Results<Ok<DoneAnswer>, ProblemHttpResult>> RollBackAsync(
        ApiCaller caller,
        RollbackService rollback,
        ReleaseLookup lookup,
        long id,
        RollbackBody? body,
        CancellationToken cancellationToken
    )
    {
        var found = await lookup.FindWorkflowOfAsync(caller, id, cancellationToken);
        if (found.Error is { } missing)
            return missing.ToProblem();
        var workflow = found.Value;
        var reason = string.IsNullOrWhiteSpace(body?.Reason) ? "Rolled back by a key." : body.Reason.Trim();
        return Answer(
            await rollback.RollBackAsync(
                caller.TenantId,
                workflow,
                id,
                null,
                new Move(TransitionCause.Asked, Actor.Of(caller), reason),
                cancellationToken
            )
        );
    }

    private static Results<Ok<DoneAnswer>, ProblemHttpResult> Answer(Result<long> result) =>
        result.Error is { } error ? error.ToProblem() : TypedResults.Ok(new DoneAnswer(result.Message, result.Value));
}

using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Core.Common;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Approvals;
using TriageConsole.Features.Releases.Freezes;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases;

/// <summary>Releases for pipelines: register, read, roll back. There is no endpoint for promotion: only people promote.</summary>
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
                $"kind: {string.Join(", ", ReleaseWords.KindKeys)}. content (stored here), reference (its location), or "
                    + $"both; parent: the version it derives from; manifest: the training dataset. The same version "
                    + $"with the same content returns the existing one; with other content it is refused (409)."
            );
        api.MapGet("/components", ComponentsAsync)
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ListComponents")
            .WithSummary("Component versions of a workflow");
        api.MapPost("/releases", CreateAsync)
            .RequireAuthorization(Policies.ScopeRelease)
            .WithName("CreateRelease")
            .WithSummary("Creates a draft release from component versions")
            .WithDescription(
                "components: versions by kind, name and version. They are registered in the same step if they have content "
                    + "or a reference. based_on: live or the name of a release, whose other components are included. People "
                    + "evaluate the draft and promote it by its gates."
            );
        api.MapGet("/releases", ListAsync)
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ListReleases")
            .WithSummary("Releases of a workflow with their gates, and versions in traffic that are not registered");
        api.MapGet("/releases/{id:long}", ReadAsync)
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadRelease")
            .WithSummary("One release with its history, plans and requests for approval")
            .WithDescription(
                "history: who, when, why, and the gate results. plans: the steps of a canary or a planned promotion, the current step and "
                    + "when the next one is due. approvals: requests with their conversation."
            );
        ApprovalEndpoints.Map(api);
        FreezeEndpoints.Map(api);
        api.MapGet("/releases/{id:long}/difference", DifferenceAsync)
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("CompareReleases")
            .WithSummary("The differences between two releases per component")
            .WithDescription("to: the id of the release to compare with. Default: the live release.");
        api.MapPost("/releases/{id:long}/rollback", RollBackAsync)
            .RequireAuthorization(Policies.ScopeRelease)
            .WithName("RollBackRelease")
            .WithSummary("Rolls back a live release, a canary or a shadow")
            .WithDescription(
                "For the live release, the previous one is live again from the next request. Pipelines can "
                    + "roll back; only people promote."
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
        return TypedResults.Ok(ReleaseDetailAnswer.Of(detail));
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
        var reason = string.IsNullOrWhiteSpace(body?.Reason) ? "Rolled back by an API key." : body.Reason.Trim();
        return Answer(
            await rollback.RollBackAsync(
                caller.TenantId,
                workflow,
                id,
                null,
                new Move(TransitionCause.Requested, Actor.Of(caller), reason),
                cancellationToken
            )
        );
    }

    private static Results<Ok<DoneAnswer>, ProblemHttpResult> Answer(Result<long> result) =>
        result.Error is { } error ? error.ToProblem() : TypedResults.Ok(new DoneAnswer(result.Message, result.Value));
}

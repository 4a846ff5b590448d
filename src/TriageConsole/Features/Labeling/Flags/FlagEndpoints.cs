using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Core.Common;
using TriageConsole.Data.Labeling;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling.Flags;

/// <summary>Flags for other tools: list, reply, resolve.</summary>
internal static class FlagEndpoints
{
    /// <summary>The words for what happens with the item of a resolved flag.</summary>
    internal static readonly Dictionary<string, FlagAction> Actions = new(StringComparer.Ordinal)
    {
        ["none"] = FlagAction.None,
        ["remove_from_queue"] = FlagAction.RemovedFromQueue,
        ["return_to_queue"] = FlagAction.ReturnedToQueue,
    };

    public static void MapFlags(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").WithTags("Flags").DisableAntiforgery();
        api.MapGet("/flags", ListAsync)
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ListFlags")
            .WithSummary("Flags and reasons for skipping")
            .WithDescription(
                "Of one workflow, in pages of 50. state: open (default; personal data first, then the oldest) or resolved (the last "
                    + "resolved first). kind: personal_data, harmful_content, wrong_task, unreadable, rubric_unclear, "
                    + "good_example, other, skip."
            )
            .ProducesProblem(400)
            .ProducesProblem(404);
        api.MapPost("/flags/{id:long}/reply", ReplyAsync)
            .RequireAuthorization(Policies.ScopeLabel)
            .WithName("ReplyToFlag")
            .WithSummary("Write to the labeler of a flag")
            .WithDescription("by is the email address of a lead of the workflow, who is the author of the message.")
            .ProducesProblem(400)
            .ProducesProblem(404);
        api.MapPost("/flags/{id:long}/resolve", ResolveAsync)
            .RequireAuthorization(Policies.ScopeLabel)
            .WithName("ResolveFlag")
            .WithSummary("Resolve a flag")
            .WithDescription(
                "by is the email address of a lead of the workflow, who resolves it. note is an optional message to the labeler. "
                    + "action: none (default), remove_from_queue, return_to_queue. 409 if the flag is resolved already."
            )
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409);
    }

    private static async Task<Results<Ok<FlagsAnswer>, ProblemHttpResult>> ListAsync(
        ApiCaller caller,
        FlagApi flags,
        string? workflow,
        string? state,
        string? kind,
        string? page,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryParameters();
        var resolved = query.OneOf("state", state, "open", ["open", "resolved"]) == "resolved";
        var word = query.OneOf("kind", kind, "", ["", .. Enum.GetValues<FlagKind>().Select(FlagWords.Word)]);
        var number = query.Number("page", page) ?? 1;
        if (query.Problem is { } problem)
            return TypedResults.Problem(detail: problem, statusCode: 400);
        if (number is not (>= 1 and <= int.MaxValue) || number != Math.Floor(number))
            return TypedResults.Problem(detail: "page is a whole number from 1.", statusCode: 400);
        if (string.IsNullOrWhiteSpace(workflow))
            return TypedResults.Problem(detail: "Name the workflow: ?workflow=…", statusCode: 400);
        var filter = new FlagFilter(resolved ? FlagState.Resolved : FlagState.Open, FlagWords.Kind(word));
        return await flags.ListAsync(caller, workflow, filter, (int)number, cancellationToken) is { } answer
            ? TypedResults.Ok(answer)
            : TypedResults.Problem(detail: $"There is no workflow '{workflow}' in this tenant.", statusCode: 404);
    }

    private static async Task<Results<Ok<FlagChanged>, ProblemHttpResult>> ReplyAsync(
        long id,
        FlagReplyBody body,
        ApiCaller caller,
        FlagApi flags,
        CancellationToken cancellationToken
    ) => Answer(id, await flags.ReplyAsync(caller, id, body.By, body.Text, cancellationToken));

    private static async Task<Results<Ok<FlagChanged>, ProblemHttpResult>> ResolveAsync(
        long id,
        FlagResolveBody body,
        ApiCaller caller,
        FlagApi flags,
        CancellationToken cancellationToken
    ) =>
        Actions.TryGetValue(body.Action ?? "none", out var action)
            ? Answer(id, await flags.ResolveAsync(caller, id, body.By, body.Note, action, cancellationToken))
            : TypedResults.Problem(detail: $"action is one of: {string.Join(", ", Actions.Keys)}.", statusCode: 400);

    private static Results<Ok<FlagChanged>, ProblemHttpResult> Answer(long id, Result result) =>
        result.Ok ? TypedResults.Ok(new FlagChanged(id, result.Message)) : result.Error.ToProblem();
}

using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Core.Common;
using TriageConsole.Security;

namespace TriageConsole.Features.Comments;

/// <summary>Comments for other tools: list, add, change, delete.</summary>
internal static class CommentEndpoints
{
    private const string By =
        "by is the email address of a person who can comment there: a lead, or a labeler who got the interaction. With a personal access "
        + "token it is the owner of the token and can be left out. ";

    public static void MapComments(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").WithTags("Comments").DisableAntiforgery();
        api.MapGet("/comments", ListAsync)
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ListComments")
            .WithSummary("Comments on an interaction or a pattern")
            .WithDescription(
                "Name one subject: trace_id, or the id of a pattern as pattern. The latest 200, the oldest first; next_cursor as cursor "
                    + "returns older ones. Without by, all comments. With by, the email address of a person, what this person sees: "
                    + "comments of others are hidden from a labeler before the own label. Tools that labelers use must send by."
            )
            .ProducesProblem(400)
            .ProducesProblem(404);
        api.MapPost("/comments", AddAsync)
            .RequireAuthorization(Policies.ScopeLabel)
            .WithName("AddComment")
            .WithSummary("Comment on an interaction or a pattern")
            .WithDescription(By + "An at sign before a name mentions a person, who gets a notice.")
            .ProducesProblem(400)
            .ProducesProblem(404);
        api.MapPut("/comments/{id:long}", EditAsync)
            .RequireAuthorization(Policies.ScopeLabel)
            .WithName("EditComment")
            .WithSummary("Change a comment")
            .WithDescription("by is the email address of its author.")
            .ProducesProblem(400)
            .ProducesProblem(404);
        api.MapDelete("/comments/{id:long}", DeleteAsync)
            .RequireAuthorization(Policies.ScopeLabel)
            .WithName("DeleteComment")
            .WithSummary("Delete a comment")
            .WithDescription("by is the email address of its author or of a lead. The text is removed for good, and the line stays.")
            .ProducesProblem(400)
            .ProducesProblem(404);
    }

    private static async Task<Results<Ok<CommentsAnswer>, ProblemHttpResult>> ListAsync(
        ApiCaller caller,
        CommentApi comments,
        string? trace_id,
        string? pattern,
        string? by,
        string? cursor,
        CancellationToken cancellationToken
    )
    {
        if (!TryId(pattern, out var patternId))
            return TypedResults.Problem(detail: "pattern is the id of a pattern.", statusCode: 400);
        if (!TryId(cursor, out var before))
            return TypedResults.Problem(detail: "cursor is not a cursor of this list.", statusCode: 400);
        var read = await comments.ListAsync(caller, trace_id, patternId, by, before, cancellationToken);
        return read.Ok ? TypedResults.Ok(CommentsAnswer.Of(read.Value)) : read.Error.ToProblem();
    }

    private static async Task<Results<Ok<CommentChanged>, ProblemHttpResult>> AddAsync(
        CommentBody body,
        ApiCaller caller,
        CommentApi comments,
        CancellationToken cancellationToken
    )
    {
        var added = await comments.AddAsync(caller, body, cancellationToken);
        return added.Ok ? TypedResults.Ok(new CommentChanged(added.Value, added.Message)) : added.Error.ToProblem();
    }

    private static async Task<Results<Ok<CommentChanged>, ProblemHttpResult>> EditAsync(
        long id,
        CommentEditBody body,
        ApiCaller caller,
        CommentApi comments,
        CancellationToken cancellationToken
    ) => Answer(id, await comments.EditAsync(caller, id, body, cancellationToken));

    private static async Task<Results<Ok<CommentChanged>, ProblemHttpResult>> DeleteAsync(
        long id,
        ApiCaller caller,
        CommentApi comments,
        string? by,
        CancellationToken cancellationToken
    ) => Answer(id, await comments.DeleteAsync(caller, id, by, cancellationToken));

    private static Results<Ok<CommentChanged>, ProblemHttpResult> Answer(long id, Result result) =>
        result.Ok ? TypedResults.Ok(new CommentChanged(id, result.Message)) : result.Error.ToProblem();

    private static bool TryId(string? text, out long? id)
    {
        id = null;
        if (string.IsNullOrWhiteSpace(text))
            return true;
        var read = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        id = number;
        return read;
    }
}

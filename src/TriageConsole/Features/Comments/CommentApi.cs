using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Security;

namespace TriageConsole.Features.Comments;

/// <summary>
/// Comments for applications. A comment has a person as author, so a change names one, whose rights are those on the pages. A person can
/// also be named for reading, and then the same comments are hidden.
/// </summary>
public sealed class CommentApi(IDbContextFactory<TriageDbContext> contexts, CommentService comments, AccessService people)
{
    /// <summary>All comments on a subject of the tenant, or those that the person sees.</summary>
    public async Task<Result<CommentThread>> ListAsync(
        ApiCaller caller,
        string? traceId,
        long? pattern,
        string? by,
        long? before,
        CancellationToken cancellationToken = default
    )
    {
        var subject = await SubjectAsync(caller, traceId, pattern, cancellationToken);
        if (!subject.Ok)
            return subject.Error;
        if (string.IsNullOrWhiteSpace(by) && caller.Person is null)
            return await comments.ReadAsync(caller, subject.Value, before, cancellationToken) is { } all
                ? Result.Done("", all)
                : CommentService.Gone;
        var access = await people.ForCallerAsync(caller, by, cancellationToken);
        return await comments.ReadAsync(access, subject.Value, before, cancellationToken) is { } seen ? Result.Done("", seen) : Stranger;
    }

    /// <returns>The id of the comment.</returns>
    public async Task<Result<long>> AddAsync(ApiCaller caller, CommentBody body, CancellationToken cancellationToken = default)
    {
        var subject = await SubjectAsync(caller, body.TraceId, body.Pattern, cancellationToken);
        if (!subject.Ok)
            return subject.Error;
        var person = await PersonAsync(caller, subject.Value, body.By, cancellationToken);
        return person.Ok ? await comments.AddAsync(person.Value, subject.Value, body.Text, cancellationToken) : person.Error;
    }

    public async Task<Result> EditAsync(
        ApiCaller caller,
        long commentId,
        CommentEditBody body,
        CancellationToken cancellationToken = default
    )
    {
        var person = await PersonAsync(caller, commentId, body.By, cancellationToken);
        return person.Ok ? await comments.EditAsync(person.Value, commentId, body.Text, cancellationToken) : person.Error;
    }

    public async Task<Result> DeleteAsync(ApiCaller caller, long commentId, string? by, CancellationToken cancellationToken = default)
    {
        var person = await PersonAsync(caller, commentId, by, cancellationToken);
        return person.Ok ? await comments.DeleteAsync(person.Value, commentId, cancellationToken) : person.Error;
    }

    /// <summary>One answer for all reasons, so that the key does not tell who has an account.</summary>
    private static Error Stranger { get; } = Error.InvalidField("by", "by is not the email address of a person who can comment here.");

    private async Task<Result<CommentSubject>> SubjectAsync(
        ApiCaller caller,
        string? traceId,
        long? pattern,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrEmpty(traceId) == pattern is null)
            return Error.Invalid("Name one subject: the trace_id of an interaction, or the id of a pattern as pattern.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var id = pattern is { } patternId
            ? await db
                .FailurePatterns.Where(p => p.TenantId == caller.TenantId && p.Id == patternId)
                .Select(p => (long?)p.Id)
                .SingleOrDefaultAsync(cancellationToken)
            : await db
                .Interactions.Where(i => i.TenantId == caller.TenantId && i.TraceId == traceId)
                .Select(i => (long?)i.Id)
                .SingleOrDefaultAsync(cancellationToken);
        return id is not { } found
                ? Error.NotFound(
                    pattern is null ? "There is no such interaction in this tenant." : "There is no such pattern in this tenant."
                )
            : pattern is null ? Result.Done("", CommentSubject.Interaction(found))
            : Result.Done("", CommentSubject.Pattern(found));
    }

    /// <summary>The person for a change of a comment in the tenant of the key.</summary>
    private async Task<Result<PersonAccess>> PersonAsync(ApiCaller caller, long commentId, string? by, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var comment = await db
            .Comments.AsNoTracking()
            .SingleOrDefaultAsync(c => c.Id == commentId && c.TenantId == caller.TenantId, cancellationToken);
        return comment is null ? CommentService.Gone : await PersonAsync(caller, CommentService.Subject(comment), by, cancellationToken);
    }

    private async Task<Result<PersonAccess>> PersonAsync(
        ApiCaller caller,
        CommentSubject subject,
        string? by,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(by) && caller.Person is null)
            return Error.InvalidField("by", "by is missing: the email address of the person who comments.");
        var access = await people.ForCallerAsync(caller, by, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await CommentAudience.FindAsync(db, access, subject, cancellationToken) is null ? Stranger : Result.Done("", access);
    }
}

using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling.Flags;

/// <summary>Resolving by filter.</summary>
public sealed partial class FlagActions
{
    /// <summary>Flags of one transaction when all that match a filter are resolved.</summary>
    private const int Batch = 200;

    /// <summary>
    /// Resolves all open flags that match a filter, with the same note. It works in batches in the order of the ids. After an interruption
    /// the rest is open, and the same call continues.
    /// </summary>
    /// <param name="access">A lead of the workflow.</param>
    /// <param name="workflow">The workflow.</param>
    /// <param name="filter">The filter of the inbox. <see cref="FlagFilter.Until"/> leaves out what the lead has not seen.</param>
    /// <param name="note">A message to the labelers; can be empty.</param>
    /// <param name="cancellationToken">Ends the work after a batch.</param>
    /// <exception cref="AccessDeniedException">The person does not lead the workflow.</exception>
    public async Task<Result> ResolveMatchingAsync(
        PersonAccess access,
        WorkflowRef workflow,
        FlagFilter filter,
        string note,
        CancellationToken cancellationToken = default
    )
    {
        FlagInbox.Demand(access, workflow);
        note = LabelerFlags.Clean(note);
        var open = filter with { State = FlagState.Open };
        var (last, resolved) = (0L, 0);
        while (true)
        {
            long[] ids;
            await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
                ids = await FlagInbox
                    .Filtered(db, workflow.TenantId, workflow.Id, open)
                    .Where(f => f.Id > last)
                    .OrderBy(f => f.Id)
                    .Select(f => f.Id)
                    .Take(Batch)
                    .ToArrayAsync(cancellationToken);
            if (ids.Length == 0)
                break;
            resolved += await ResolveAsync(access, workflow, ids, note, cancellationToken);
            last = ids[^1];
        }

        if (resolved == 0)
            return Error.Conflict("No open flag matches the filters any more.");
        notifier.Publish(workflow.Id);
        return Result.Done($"Resolved {Figures.Plural(resolved, "flag", "flags")}.");
    }

    /// <summary>Resolves the open ones in one transaction.</summary>
    /// <returns>How many were open.</returns>
    private Task<int> ResolveAsync(
        PersonAccess access,
        WorkflowRef workflow,
        IEnumerable<long> ids,
        string note,
        CancellationToken cancellationToken
    ) =>
        retry.RunAsync(
            async token =>
            {
                await using var db = await contexts.CreateDbContextAsync(token);
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                var count = 0;
                // In the order of their ids, so that two leads with overlapping selections do not block each other.
                foreach (var id in ids)
                    count += await MarkAsync(db, access, workflow, id, note, FlagAction.None, token) ? 1 : 0;
                await transaction.CommitAsync(token);
                return count;
            },
            cancellationToken
        );
}

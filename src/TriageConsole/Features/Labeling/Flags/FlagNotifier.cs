using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Notices;
using TriageConsole.Security;

namespace TriageConsole.Features.Labeling.Flags;

/// <summary>Sends notices of new flags to the leads who want them. Notices also go out by mail, where it is configured.</summary>
public sealed class FlagNotifier(IDbContextFactory<TriageDbContext> contexts, NoticeService notices)
{
    /// <summary>
    /// A flag that got another kind is a new notice. The note is not in it: it can hold the personal data that it reports.
    /// </summary>
    public async Task FlaggedAsync(
        PersonAccess access,
        LabelingSession session,
        long assignmentId,
        FlagKind kind,
        CancellationToken cancellationToken = default
    )
    {
        var leads = await notices.LeadsAsync(session.TenantId, session.WorkflowId, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var wanting = await db
            .Users.Where(u =>
                leads.Contains(u.Id)
                && u.Id != access.UserId
                && (u.FlagNotices == FlagNotices.All || (u.FlagNotices == FlagNotices.PersonalData && kind == FlagKind.PersonalData))
            )
            .Select(u => u.Id)
            .ToListAsync(cancellationToken);
        if (wanting.Count == 0)
            return;
        var flag = await db
            .Flags.Where(f => f.AssignmentId == assignmentId && f.Kind == kind && f.State == FlagState.Open)
            .Join(
                db.Workflows,
                f => f.WorkflowId,
                w => w.Id,
                (f, w) =>
                    new
                    {
                        f.Id,
                        w.Key,
                        Tenant = w.Tenant!.Key,
                    }
            )
            .SingleOrDefaultAsync(cancellationToken);
        // The labeler took it back in the meantime.
        if (flag is null)
            return;
        var id = flag.Id.ToString(CultureInfo.InvariantCulture);
        foreach (var lead in wanting)
            await notices.NotifyAsync(
                lead,
                $"flag:{id}:{FlagWords.Word(kind)}",
                $"New flag in {session.WorkflowName}: {FlagWords.Name(kind).ToLowerInvariant()}, by {access.DisplayName}.",
                $"{Addresses.Workflow("flags", flag.Tenant, flag.Key)}&item={id}",
                cancellationToken
            );
    }
}

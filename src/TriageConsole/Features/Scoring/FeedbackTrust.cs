using Microsoft.EntityFrameworkCore;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Core.Events;
using TriageConsole.Core.Scoring;
using TriageConsole.Data;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Rollups;
using TriageConsole.Data.Scoring;
using TriageConsole.Features.Ingest;

namespace TriageConsole.Features.Scoring;

/// <summary>
/// The trust of feedback sources, and how much of its cap each has used in a window. The signals of one source have at most the cap's
/// weight in five minutes, and the newcomers of a workflow share one cap. Concurrent batches do not see each other's use of the cap.
/// </summary>
internal sealed class FeedbackTrust
{
    /// <summary>
    /// The cap of all newcomers together as a share of the interactions in a window, because a busy workflow has many newcomers.
    /// </summary>
    private const double SharedCapShare = 0.05;

    private static readonly FeedbackTrustSettings Settings = new();
    private static readonly string Shared = FeedbackCap.Account("", isNewcomer: true);
    private readonly Dictionary<(long Workflow, string User), FeedbackSource> sources = [];
    private readonly Dictionary<(long Workflow, string Account, DateTimeOffset Start), (double Before, double Used)> windows = [];
    private readonly Dictionary<(long Workflow, DateTimeOffset Start), long> events = [];
    private readonly Dictionary<long, DateTimeOffset> beginnings = [];
    private readonly Dictionary<(long Workflow, string Role), AgreementCount> roles = [];
    private readonly HashSet<(long Workflow, string User)> met = [];

    private FeedbackTrust() { }

    /// <summary>The workflow, user and time of a signal whose source is loaded.</summary>
    public readonly record struct Given(long WorkflowId, string? UserId, DateTimeOffset At, string Visit)
    {
        /// <param name="i">The interaction of the signal.</param>
        /// <param name="userId">The user that the signal names.</param>
        /// <param name="at">The time of the signal: its own timestamp or its arrival. For a signal in the interaction's event, the
        /// interaction's time.</param>
        public static Given Of(Interaction i, string? userId, DateTimeOffset at) =>
            new(i.WorkflowId, userId ?? i.UserId, at, FeedbackTrust.Visit(i));
    }

    /// <summary>Whether a user of the application gave the signal.</summary>
    public static bool IsGiven(string type) => SignalType.IsFromUser(type);

    /// <summary>Loads what is known of these sources. It sends no query if there are none.</summary>
    public static async Task<FeedbackTrust> LoadAsync(
        TriageDbContext db,
        IReadOnlyCollection<Given> given,
        CancellationToken cancellationToken
    )
    {
        var known = new FeedbackTrust();
        if (given.Count == 0)
            return known;
        var workflows = given.Select(g => g.WorkflowId).Distinct().ToArray();
        var users = given.Where(g => g.UserId is not null).Select(g => g.UserId!).Distinct().ToArray();
        var starts = given.Select(g => TimeWindow.Floor(g.At)).Distinct().ToArray();
        foreach (
            var source in await db
                .FeedbackSources.AsNoTracking()
                .Where(g => workflows.Contains(g.WorkflowId) && users.Contains(g.UserId))
                .ToListAsync(cancellationToken)
        )
            known.sources[(source.WorkflowId, source.UserId)] = source;
        string[] accounts = [.. users, .. given.Where(g => g.UserId is null).Select(g => g.Visit).Distinct(), Shared];
        foreach (
            var window in await db
                .FeedbackSourceWindows.AsNoTracking()
                .Where(g => workflows.Contains(g.WorkflowId) && accounts.Contains(g.UserId) && starts.Contains(g.Start))
                .ToListAsync(cancellationToken)
        )
            known.windows[(window.WorkflowId, window.UserId, window.Start)] = (window.Weight, window.Weight);
        foreach (var workflow in workflows)
            if (
                await db
                    .FeedbackSources.Where(g => g.WorkflowId == workflow)
                    .MinAsync(g => (DateTimeOffset?)g.FirstSeenAt, cancellationToken) is
                { } first
            )
                known.beginnings[workflow] = first;
        foreach (
            var role in await db
                .FeedbackSources.Where(g => workflows.Contains(g.WorkflowId) && g.Role != null && g.Checks > 0)
                .GroupBy(g => new { g.WorkflowId, g.Role })
                .Select(g => new
                {
                    g.Key,
                    Agreed = g.Sum(x => x.Agreed),
                    Checks = g.Sum(x => x.Checks),
                })
                .ToListAsync(cancellationToken)
        )
            known.roles[(role.Key.WorkflowId, role.Key.Role!)] = new AgreementCount(role.Agreed, role.Checks);
        var counts = await (
            from s in db.Slices
            where workflows.Contains(s.WorkflowId)
            join r in db.Rollups on s.Id equals r.SliceId
            where r.Grain == Rollup.Window && starts.Contains(r.Start)
            group r by new { s.WorkflowId, r.Start } into g
            select new { g.Key, Events = g.Sum(r => r.Events) }
        ).ToListAsync(cancellationToken);
        foreach (var count in counts)
            known.events[(count.Key.WorkflowId, count.Key.Start)] = count.Events;
        return known;
    }

    /// <summary>Counts a new interaction of the batch toward its window.</summary>
    public void CountEvent(long workflowId, DateTimeOffset at)
    {
        var key = (workflowId, TimeWindow.Floor(at));
        events[key] = events.GetValueOrDefault(key) + 1;
    }

    /// <summary>Sets the trust of the signal: the trust of its source, reduced by the cap of the window.</summary>
    public Signal Weigh(Signal signal, Interaction interaction, DateTimeOffset at, IngestWorkflow workflow)
    {
        if (signal.Polarity == 0 || !IsGiven(signal.Type))
            return signal;
        var user = signal.UserId ?? interaction.UserId;
        var trust = TrustIn(user, signal, at, workflow);
        // Without a user id the session is the source, or the interaction if there is no session.
        var account = (workflow.Id, trust.IsNewcomer ? Shared : user ?? Visit(interaction), TimeWindow.Floor(at));
        var (before, used) = windows.GetValueOrDefault(account);
        var cap =
            account.Item2 == Shared
                ? Math.Max(FeedbackCap.Default, SharedCapShare * events.GetValueOrDefault((workflow.Id, account.Item3)))
                : FeedbackCap.Default;
        var capped = FeedbackCap.Next(used, signal.Weight * signal.Strength, trust.Value, cap);
        windows[account] = (before, capped.Used);
        signal.Trust = Math.Max(FeedbackSourceTrust.Min, trust.Value * capped.Factor);
        signal.TrustFactor = (trust.IsNewcomer ? Settings.NewcomerFactor : 1) * capped.Factor;
        if (user is not null)
            Meet(workflow.Id, user, signal.Role, at);
        return signal;
    }

    /// <summary>The trust of an earlier signal by the current evidence on its source. The reduction from its arrival stays.</summary>
    public double Again(Signal signal, double trustFactor, string? user, IngestWorkflow workflow) =>
        signal.Polarity == 0 || !IsGiven(signal.Type)
            ? signal.Trust
            : Math.Clamp(TrustIn(user, signal, DateTimeOffset.MaxValue, workflow).Value * trustFactor, FeedbackSourceTrust.Min, 1);

    /// <summary>Stores the sources of the batch and their use of the cap. The workflows must be locked.</summary>
    public async Task StoreAsync(TriageDbContext db, IProviderStatements statements, CancellationToken cancellationToken) =>
        await statements.AddFeedbackSourcesAsync(
            db,
            [.. met.Select(m => sources[m])],
            [
                .. windows
                    .Where(w => w.Value.Used > w.Value.Before)
                    .Select(w => new FeedbackSourceWindow
                    {
                        WorkflowId = w.Key.Workflow,
                        UserId = w.Key.Account,
                        Start = w.Key.Start,
                        Weight = w.Value.Used - w.Value.Before,
                    }),
            ],
            cancellationToken
        );

    /// <summary>Cut to the maximum length of a user id, because a session id can be longer.</summary>
    private static string Visit(Interaction i) => Texts.Key("\u0002" + (i.SessionId ?? i.TraceId), EventReader.MaxKeyChars);

    private FeedbackSourceTrust TrustIn(string? user, Signal signal, DateTimeOffset at, IngestWorkflow workflow)
    {
        var prior = Math.Clamp(signal.UserId is null ? workflow.Weights.TrustAnonymous : workflow.Weights.TrustKnownUser, 0.01, 0.99);
        var settings = Settings with { PriorMean = prior };
        if (user is null)
            return FeedbackSourceTrust.Of(
                new FeedbackEvidence(default, Settings.NewcomerTime, RoleWeight: workflow.RoleWeight(signal.Role)),
                settings
            );
        var known = sources.GetValueOrDefault((workflow.Id, user));
        var own = known is null ? default : new AgreementCount(known.Agreed, known.Checks);
        var others =
            signal.Role is not null && roles.TryGetValue((workflow.Id, signal.Role), out var all)
                ? new AgreementCount(all.Agreements - own.Agreements, all.Checks - own.Checks)
                : default;
        return FeedbackSourceTrust.Of(
            new FeedbackEvidence(
                own,
                KnownFor(known, at, workflow.Id),
                others.Checks < 0 || others.Agreements < 0 ? default : others,
                workflow.RoleWeight(signal.Role)
            ),
            settings
        );
    }

    /// <summary>A workflow that is new itself has no newcomers.</summary>
    private TimeSpan KnownFor(FeedbackSource? known, DateTimeOffset at, long workflowId)
    {
        if (!beginnings.TryGetValue(workflowId, out var beginning) || at - beginning < Settings.NewcomerTime)
            return Settings.NewcomerTime;
        return known is null ? TimeSpan.Zero : at - known.FirstSeenAt;
    }

    private void Meet(long workflowId, string user, string? role, DateTimeOffset at)
    {
        var key = (workflowId, user);
        if (sources.TryGetValue(key, out var known) && known.FirstSeenAt <= at && (role is null || known.Role == role))
            return;
        sources[key] = new FeedbackSource
        {
            WorkflowId = workflowId,
            UserId = user,
            Role = role ?? known?.Role,
            FirstSeenAt = known is null || at < known.FirstSeenAt ? at : known.FirstSeenAt,
            Agreed = known?.Agreed ?? 0,
            Checks = known?.Checks ?? 0,
        };
        met.Add(key);
    }
}

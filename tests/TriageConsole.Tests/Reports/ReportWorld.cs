using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Patterns;
using TriageConsole.Core.Reports;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Reports;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Tests.Releases;

namespace TriageConsole.Tests.Reports;

/// <summary>
/// A workflow whose outcome is better in week 47 of 2026 than in week 46: a promoted release, patterns that were fixed, regressed and are
/// new, labels with minutes, and a rubric version. It is Wednesday of week 48.
/// </summary>
internal sealed class ReportWorld : IAsyncDisposable
{
    /// <summary>When the release went live and the pattern was fixed.</summary>
    public static readonly DateTimeOffset Wednesday = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    private readonly ReleaseWorld world;

    private ReportWorld(ReleaseWorld world) => this.world = world;

    public WorkflowRef Workflow => world.Workflow;

    public LoopReportService Reports => world.Services.Get<LoopReportService>();

    public Task<LoopReport> ReadAsync(IsoWeek week) => Reports.ReadAsync(world.Lead, Workflow, week);

    public static async Task<ReportWorld> CreateAsync()
    {
        // The world starts on the Wednesday with one resolved interaction of "old".
        var releases = await ReleaseWorld.CreateAsync();
        var world = new ReportWorld(releases);
        await releases.SendAsync("r1", 100, 60, Day(11));
        await releases.SendAsync("r1", 50, 30, Day(17));
        await releases.SendAsync("r2", 49, 44, Wednesday.AddHours(-1));
        var draft = await releases.DraftAsync("r2");
        var promoted = await releases.PromoteAsync(draft, releases.Approver, "repairs country = DE");
        Assert.True(promoted.Ok, promoted.Message);
        await world.PlantPatternsAsync();
        await world.PlantLabelsAsync();
        await world.PlantRubricAsync();
        releases.Clock.Now = Wednesday.AddDays(7);
        return world;
    }

    private async Task PlantPatternsAsync()
    {
        var repaired = await AddAsync(
            Pattern("country", "DE"),
            (11, 40, 24),
            (17, 50, 5),
            (20, 40, 2),
            // After the week: nothing of the report may read it.
            (24, 100, 100)
        );
        var patterns = world.Services.Get<PatternService>();
        var done = await patterns.ChangeAsync(world.Lead, Workflow, repaired, new(PatternState.New, null), PatternState.Fixed, null);
        Assert.True(done.Ok, done.Message);
        var regressed = Pattern("segment", "gold");
        (regressed.State, regressed.StateChangedAt, regressed.StateChangedBy) = (PatternState.Regressed, Day(19), "the console");
        regressed.FixedAt = Day(1);
        await AddAsync(regressed);
        var found = Pattern("tool", "x");
        (found.FirstSeenAt, found.Impact) = (Day(17), 9);
        await AddAsync(found);
        // Neither changed in the week nor found again.
        var faded = Pattern("country", "FR");
        (faded.FirstSeenAt, faded.IsCurrent) = (Day(17), false);
        await AddAsync(faded);
    }

    private FailurePattern Pattern(string attribute, string value)
    {
        var terms = new PatternTerms([new NamedTerm(attribute, value)]);
        return new FailurePattern
        {
            TenantId = Workflow.TenantId,
            WorkflowId = Workflow.Id,
            TermsHash = terms.Hash,
            Terms = terms.ToJson(),
            Name = terms.Name,
            FirstSeenAt = Day(2),
            LastSeenAt = Day(19),
            IsCurrent = true,
            Interactions = 100,
            Failures = 50,
            AllFailures = 60,
            Rate = 0.5,
            RateLow = 0.4,
            RateHigh = 0.6,
            RestRate = 0.1,
        };
    }

    private Task<long> AddAsync(FailurePattern pattern, params (int Day, long Interactions, long Failures)[] days) =>
        world.Services.QueryAsync(async db =>
        {
            db.FailurePatterns.Add(pattern);
            await db.SaveChangesAsync();
            db.PatternDays.AddRange(
                days.Select(d => new PatternDay
                {
                    PatternId = pattern.Id,
                    Day = new DateOnly(2026, 11, d.Day),
                    Interactions = d.Interactions,
                    Failures = d.Failures,
                })
            );
            await db.SaveChangesAsync();
            return pattern.Id;
        });

    private Task<int> PlantLabelsAsync() =>
        world.Services.QueryAsync(async db =>
        {
            foreach (var (name, days) in new[] { ("Ann", new[] { (10, 6, 0, 6), (16, 8, 1, 8), (22, 4, 0, 4) }), ("Bob", [(17, 8, 2, 3)]) })
            {
                var labeler = new Labeler
                {
                    TenantId = Workflow.TenantId,
                    Key = name,
                    Name = name,
                };
                db.Labelers.Add(labeler);
                await db.SaveChangesAsync();
                foreach (var (day, labels, skips, minutes) in days)
                    db.LabelerDays.Add(
                        new LabelerDay
                        {
                            LabelerId = labeler.Id,
                            WorkflowId = Workflow.Id,
                            Day = new DateOnly(2026, 11, day),
                            Labels = labels,
                            Skips = skips,
                            TimeOnTaskMs = minutes * 60_000,
                        }
                    );
            }

            return await db.SaveChangesAsync();
        });

    private async Task PlantRubricAsync()
    {
        var version = (await world.Services.Get<RubricService>().EnsureForWorkflowAsync(Workflow.Id)).VersionId;
        await world.Services.QueryAsync(db =>
            db.RubricVersions.Where(v => v.Id == version)
                .ExecuteUpdateAsync(s =>
                    s.SetProperty(v => v.PublishedAt, Day(16))
                        .SetProperty(v => v.PublishedBy, "Lea")
                        .SetProperty(v => v.Note, "clearer words")
                )
        );
    }

    private static DateTimeOffset Day(int day) => new(2026, 11, day, 9, 0, 0, TimeSpan.Zero);

    public ValueTask DisposeAsync() => world.DisposeAsync();
}

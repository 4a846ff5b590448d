using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using TriageConsole.Data.Access;
using TriageConsole.Data.Triage;
using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.Scoring;

/// <summary>Tables and columns with new names keep their rows, forth and back.</summary>
public sealed class RenamedTablesTests
{
    private const string Before = "DemoSteps";

    [Fact]
    public async Task FeedbackSources_AfterRenamesOfTheirTables_AreKept()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync([
            .. Enumerable
                .Range(0, 3)
                .Select(n =>
                    IngestFixture.Event(
                        $"t{n}",
                        $$"""
                        "user_id":"u{{n}}","feedback":[{"name":"thumbs","value":"down","role":"agent"}]
                        """
                    )
                ),
        ]);
        var (sources, windows) = await RowsAsync(f);
        Assert.Equal((3, 3), (sources.Count, windows.Count));
        await MigrateBackAndForthAsync(f);
        var (kept, keptWindows) = await RowsAsync(f);
        Assert.Equal(sources, kept);
        Assert.Equal(windows, keptWindows);
    }

    [Fact]
    public async Task SamplingTables_AfterRenamesOfTablesAndColumns_AreKept()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync([
            .. Enumerable.Range(0, 3).Select(n => IngestFixture.Event($"t{n}", "\"feedback\":[{\"name\":\"thumbs\",\"value\":\"down\"}]")),
        ]);
        await f.QueryAsync(async db =>
        {
            var workflow = await db.Workflows.SingleAsync();
            (workflow.ReviewThreshold, workflow.AuditSampleShare) = (0.21, 0.43);
            var round = new SamplingRound
            {
                TenantId = workflow.TenantId,
                WorkflowId = workflow.Id,
                At = DateTimeOffset.UnixEpoch,
                Seed = 7,
                Candidates = 3,
                Drawn = 1,
                Threshold = 0.5,
            };
            db.SamplingRounds.Add(round);
            db.SignInAttempts.Add(
                new SignInAttempt
                {
                    Key = "network",
                    Count = 4,
                    EndsAt = DateTimeOffset.UnixEpoch,
                }
            );
            await db.SaveChangesAsync();
            db.SamplingCandidates.RemoveRange(db.SamplingCandidates);
            foreach (var interaction in await db.Interactions.OrderBy(i => i.Id).Select(i => i.Id).ToListAsync())
                db.SamplingCandidates.Add(
                    new SamplingCandidate
                    {
                        InteractionId = interaction,
                        TenantId = workflow.TenantId,
                        WorkflowId = workflow.Id,
                        Since = DateTimeOffset.UnixEpoch,
                        SamplingRoundId = round.Id,
                        Inclusion = 0.25,
                    }
                );
            return await db.SaveChangesAsync();
        });
        var before = await SamplingAsync(f);
        Assert.Contains("round 7 of 3, attempts 4, thresholds 0.21 and 0.43, to review 3, candidates 3", before, StringComparison.Ordinal);
        await MigrateBackAndForthAsync(f);
        Assert.Equal(before, await SamplingAsync(f));
    }

    private static async Task MigrateBackAndForthAsync(IngestFixture f)
    {
        await using var db = f.Database.CreateContext();
        var migrator = db.GetService<IMigrator>();
        var names = db.Database.GetMigrations().Select(m => m[(m.IndexOf('_', StringComparison.Ordinal) + 1)..]).ToList();
        await migrator.MigrateAsync(names.Contains(Before) ? Before : names[0], TestContext.Current.CancellationToken);
        Assert.NotEmpty(await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
        await migrator.MigrateAsync(cancellationToken: TestContext.Current.CancellationToken);
    }

    private static Task<string> SamplingAsync(IngestFixture f) =>
        f.QueryAsync(async db =>
        {
            var (round, workflow) = (await db.SamplingRounds.SingleAsync(), await db.Workflows.SingleAsync());
            var toReview = await db.Interactions.CountAsync(i => i.NeedsReview);
            var candidates = await db.SamplingCandidates.CountAsync(c => c.SamplingRoundId == round.Id && c.Inclusion == 0.25);
            var attempts = await db.SignInAttempts.SingleAsync();
            return string.Create(
                CultureInfo.InvariantCulture,
                $"round {round.Seed} of {round.Candidates}, attempts {attempts.Count}, thresholds {workflow.ReviewThreshold} and "
                    + $"{workflow.AuditSampleShare}, to review {toReview}, candidates {candidates}"
            );
        });

    private static Task<(List<string> Sources, List<string> Windows)> RowsAsync(IngestFixture f) =>
        f.QueryAsync(async db =>
            (
                (await db.FeedbackSources.OrderBy(s => s.UserId).ToListAsync()).ConvertAll(s => $"{s.UserId} {s.Role} {s.FirstSeenAt:u}"),
                (await db.FeedbackSourceWindows.OrderBy(w => w.UserId).ToListAsync()).ConvertAll(w =>
                    $"{w.UserId} {w.Start:u} {w.Weight:0.000}"
                )
            )
        );
}

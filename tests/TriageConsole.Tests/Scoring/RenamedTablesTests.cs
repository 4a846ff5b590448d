using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.Scoring;

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
        await using var db = f.Database.CreateContext();
        var migrator = db.GetService<IMigrator>();
        var names = db.Database.GetMigrations().Select(m => m[(m.IndexOf('_', StringComparison.Ordinal) + 1)..]).ToList();
        await migrator.MigrateAsync(names.Contains(Before) ? Before : names[0], TestContext.Current.CancellationToken);
        Assert.NotEmpty(await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
        await migrator.MigrateAsync(cancellationToken: TestContext.Current.CancellationToken);
        var (kept, keptWindows) = await RowsAsync(f);
        Assert.Equal(sources, kept);
        Assert.Equal(windows, keptWindows);
    }

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

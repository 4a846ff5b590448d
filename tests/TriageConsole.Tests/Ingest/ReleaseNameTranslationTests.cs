using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;

namespace TriageConsole.Tests.Ingest;

/// <summary>Queries name releases like <see cref="ReleaseName"/> does.</summary>
public sealed class ReleaseNameTranslationTests
{
    [Fact]
    public async Task Names_InAQuery_EqualThoseInCode()
    {
        await using var f = await IngestFixture.CreateAsync();
        string[] parts = ["", "\"release\":\"r1\"", "\"model_id\":\"m\"", "\"release\":\"r2\",\"model_id\":\"m\""];
        await f.SendAsync([.. parts.Select((part, n) => IngestFixture.Event($"t{n}", part))]);
        await using var db = await f.Get<IDbContextFactory<Data.TriageDbContext>>().CreateDbContextAsync();
        var rows = await db
            .Interactions.OrderBy(i => i.TraceId)
            .Select(i => new
            {
                i.Release,
                i.ModelId,
                i.ModelVersion,
                Name = ReleaseName.Of(i.Release, i.ModelId, i.ModelVersion),
                Model = ReleaseName.OfModel(i.ModelId, i.ModelVersion),
            })
            .ToListAsync();
        Assert.Equal(["v1", "r1", "m@v1", "r2"], rows.Select(r => r.Name));
        Assert.All(rows, r => Assert.Equal(ReleaseName.Of(r.Release, r.ModelId, r.ModelVersion), r.Name));
        Assert.All(rows, r => Assert.Equal(ReleaseName.OfModel(r.ModelId, r.ModelVersion), r.Model));
        Assert.Equal(1, await db.Interactions.CountAsync(i => ReleaseName.Of(i.Release, i.ModelId, i.ModelVersion) == "m@v1"));
        Assert.Equal(2, await db.Interactions.CountAsync(i => ReleaseName.OfModel(i.ModelId, i.ModelVersion) == "m@v1"));
    }
}

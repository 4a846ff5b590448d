using Microsoft.EntityFrameworkCore;
using static TriageConsole.Tests.Ingest.IngestFixture;

namespace TriageConsole.Tests.EventLog;

public sealed class SegmentNameTests
{
    /// <summary>Segments that start with the same batch and hold different ones have different names.</summary>
    [Fact]
    public async Task Name_HasTheStartOfTheHash_AndSegmentsWithoutItAreStillRead()
    {
        await using var world = await LogWorld.CreateAsync();
        await world.Source.SendAsync(Event("a"));
        await world.WriteAsync();
        var segment = await world.Source.QueryAsync(db => db.EventLogSegments.AsNoTracking().SingleAsync());
        Assert.EndsWith($"-{segment.FirstEntryId:D12}-{segment.Sha256[..16]}.ndjson.gz", segment.Path, StringComparison.Ordinal);
        // A segment of an earlier version.
        var earlier = segment.Path.Replace($"-{segment.Sha256[..16]}", "", StringComparison.Ordinal);
        File.Move(Path.Combine(world.Folder, segment.Path), Path.Combine(world.Folder, earlier));
        await world.Source.QueryAsync(db => db.EventLogSegments.ExecuteUpdateAsync(s => s.SetProperty(x => x.Path, earlier)));
        Assert.Empty((await world.VerifyAsync()).Problems);
        var (target, _) = await world.ReplayAsync();
        await using var replayed = target;
        Assert.Equal(1, await target.QueryAsync(db => db.Interactions.CountAsync()));
    }
}

using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Features.Datasets;
using TriageConsole.Features.Redaction;
using TriageConsole.Security;
using TriageConsole.Tests.Redaction;

namespace TriageConsole.Tests.Datasets;

/// <summary>What happens to versions when a person is erased or withdraws consent, and when content changes for no known reason.</summary>
public sealed class DatasetErasureTests
{
    [Fact]
    public async Task ErasedPerson_ChangesTheVersionByErasure_AndARebuildNamesItsParent()
    {
        const string marker = ErasureData.Marker;
        await using var w = await DatasetWorld.CreateAsync(5);
        await w.SendAsync(marker, $"{marker} question", $"{marker} answer", user: "gone");
        await w.LabelAsync((marker, "quality", "yes"), (marker, "fix", $"{marker} corrected"));
        w.Clock.Advance(TimeSpan.FromMinutes(1));
        var built = await w.BuildAsync();
        Assert.Equal(6, built.Rows);
        var certificate = (
            await w.World.Fixture.Get<ErasureService>().EraseAsync(w.World.Admin, w.World.Workflow.TenantId, "gone", "request")
        ).Value;

        Assert.Equal(["dataset set, version 1"], certificate.Exports);
        Assert.Equal(1, certificate.Removed["rows of datasets"]);
        var item = await w.World.Fixture.QueryAsync(db => db.DatasetItems.SingleAsync(i => i.Key == marker));
        Assert.Equal((null, null, "{}"), (item.Salt, item.InputHash, item.Answers));
        var verified = await w.VerifyAsync(built.Dataset, "1");
        Assert.Equal(("changed_by_erasure", 6), (verified.Result, verified.Rows));
        Assert.Equal([marker], verified.Erased);
        Assert.Contains($"{{\"key\":\"{marker}\",\"reason\":\"erased\"}}", await w.ExportAsync(built.Dataset, "1", "manifest"));
        Assert.Equal(ErrorKind.Conflict, (await w.Service.ExportAsync(w.World.Lead, built.Dataset, "1", "chat", null)).Error!.Kind);

        var rebuilt = (await w.Service.RebuildAsync(w.World.Lead, built.Dataset, "1")).Value;
        Assert.Equal((2, 5, true, 1), (rebuilt.Number, rebuilt.Rows, rebuilt.IsNew, rebuilt.Parent));
        Assert.NotEqual(built.Identity, rebuilt.Identity);
        Assert.DoesNotContain(marker, await w.ExportAsync(built.Dataset, "2", "chat"), StringComparison.Ordinal);
        Assert.Equal("same", (await w.VerifyAsync(built.Dataset, "2")).Result);
        // The rebuild of the same version is the same again, and so is a build of what is left.
        Assert.Equal(
            (2, false),
            (await w.Service.RebuildAsync(w.World.Lead, built.Dataset, "1")).Value is { } r ? (r.Number, r.IsNew) : default
        );
        Assert.Equal((2, false), await w.BuildAsync() is { } b ? (b.Number, b.IsNew) : default);
        var row = (await w.Service.FindAsync(w.World.Lead, built.Dataset))!.Versions.Single(v => v.Number == 1);
        Assert.Equal(1, row.Erased);
    }

    [Fact]
    public async Task WithdrawnConsent_WithholdsTheRows_UntilItIsGivenAgain()
    {
        await using var w = await DatasetWorld.CreateAsync(4);
        var built = await w.BuildAsync();
        var (consent, caller) = (w.World.Fixture.Get<ConsentService>(), new ApiCaller(w.World.Workflow.TenantId, "default", "k"));
        var elsewhere = caller with { TenantId = caller.TenantId + 1000 };
        Assert.False((await consent.WithdrawAsync(caller, " ")).Ok);
        Assert.True((await consent.RestoreAsync(elsewhere, "u2")).Ok);
        Assert.True((await consent.WithdrawAsync(caller, "u2")).Ok);
        Assert.True((await consent.WithdrawAsync(caller, "u2")).Ok);

        var verified = await w.VerifyAsync(built.Dataset, "1");
        Assert.Equal("changed_by_erasure", verified.Result);
        Assert.Equal(["d2"], verified.ConsentWithdrawn);
        Assert.Empty(verified.Erased);
        Assert.Equal(3, (await w.Service.RebuildAsync(w.World.Lead, built.Dataset, "1")).Value.Rows);

        await consent.RestoreAsync(caller, "u2");
        // Each once, although the first request came twice; the user is named by a keyed hash only.
        var recorded = await w.World.Fixture.QueryAsync(db =>
            db.AuditRecords.Where(r => r.Action.StartsWith("consent."))
                .OrderBy(r => r.Id)
                .Select(r => new { r.Action, r.Subject })
                .ToListAsync()
        );
        Assert.Equal([AuditActions.ConsentWithdrawn, AuditActions.ConsentRestored], recorded.Select(r => r.Action));
        Assert.Matches("^user/[0-9a-f]{64}$", Assert.Single(recorded.Select(r => r.Subject).Distinct()));
        Assert.Equal("same", (await w.VerifyAsync(built.Dataset, "1")).Result);
        Assert.Equal((1, false), await w.BuildAsync() is { } b ? (b.Number, b.IsNew) : default);
    }

    [Fact]
    public async Task ContentThatChangedOtherwise_IsFound_AndIsNeitherExportedNorRebuilt()
    {
        await using var w = await DatasetWorld.CreateAsync(3);
        var built = await w.BuildAsync();
        await w.World.Fixture.QueryAsync(db =>
            db.InteractionPayloads.Where(p => db.Interactions.Any(i => i.Id == p.InteractionId && i.TraceId == "d1"))
                .ExecuteUpdateAsync(s => s.SetProperty(p => p.Output, "changed behind our back"))
        );
        var verified = await w.VerifyAsync(built.Dataset, "1");
        Assert.Equal("changed", verified.Result);
        Assert.Equal(["d1"], verified.Changed);
        Assert.Contains("'d1'", (await w.Service.ExportAsync(w.World.Lead, built.Dataset, "1", "csv", null)).Message);
        Assert.Contains("'d1'", (await w.Service.RebuildAsync(w.World.Lead, built.Dataset, "1")).Message);

        await w.World.Fixture.QueryAsync(db =>
            db.DatasetItems.Where(i => i.Key == "d2").ExecuteUpdateAsync(s => s.SetProperty(i => i.RowHash, new string('0', 64)))
        );
        Assert.False((await w.VerifyAsync(built.Dataset, "1")).ManifestMatches);
    }

    [Fact]
    public async Task Alias_Moves_AndVersionsDoNot()
    {
        await using var w = await DatasetWorld.CreateAsync(2);
        var built = await w.BuildAsync();
        Assert.True((await w.Service.MoveAliasAsync(w.World.Lead, built.Dataset, "production", 1)).Ok);
        await w.SendAsync("next", "a new question", "a new answer");
        await w.LabelAsync(("next", "quality", "yes"));
        w.Clock.Advance(TimeSpan.FromMinutes(1));
        await w.BuildAsync();
        Assert.Equal(1, (await w.VerifyAsync(built.Dataset, "production")).Number);
        Assert.True((await w.Service.MoveAliasAsync(w.World.Lead, built.Dataset, "production", 2)).Ok);
        Assert.Equal(2, (await w.VerifyAsync(built.Dataset, "production")).Number);
        Assert.Equal(ErrorKind.NotFound, (await w.Service.MoveAliasAsync(w.World.Lead, built.Dataset, "production", 9)).Error!.Kind);
        foreach (var bad in new[] { "", "latest", "7", "a b", new string('a', 61) })
            Assert.Equal(ErrorKind.Invalid, (await w.Service.MoveAliasAsync(w.World.Lead, built.Dataset, bad, 1)).Error!.Kind);
    }

    [Fact]
    public async Task Lineage_LeadsFromLabelsToComponents_AndBack()
    {
        await using var w = await DatasetWorld.CreateAsync(3);
        var built = await w.BuildAsync();
        await w.World.Fixture.QueryAsync(db =>
            db.ComponentVersions.Where(c => c.Version == "next-2").ExecuteUpdateAsync(s => s.SetProperty(c => c.Manifest, built.Identity))
        );
        var lineage = (await w.Service.LineageAsync(w.World.Lead, built.Dataset, "1")).Value;
        Assert.Equal(3, lineage.Labels);
        Assert.Equal(("ann", 3), (lineage.Labelers.Single().Name, lineage.Labelers.Single().Count));
        Assert.Equal(("live-1", 3), (lineage.Sources.Single().Name, lineage.Sources.Single().Count));
        Assert.Equal("next-2", Assert.Single(Assert.Single(lineage.Components).Releases).Name);

        var use = Assert.Single(await w.Service.UsesAsync(w.World.Lead, "d1"));
        Assert.Equal(("set", 1, false), (use.Name, use.Version, use.IsErased));
        Assert.Single(use.Labels);
        Assert.Equal("next-2", Assert.Single(use.Components).Version);
    }
}

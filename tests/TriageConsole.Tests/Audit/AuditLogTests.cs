using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Components.Lists;
using TriageConsole.Core.AuditLog;
using TriageConsole.Data.Access;
using TriageConsole.Features.Audit;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Audit;

/// <summary>Numbers, checkpoints and verification of the audit log on the real database.</summary>
public sealed class AuditLogTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("audit-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Numbers_HaveNoGaps_WhenSeveralInstancesGiveThem()
    {
        await using var app = await StartAsync();
        await using var other = await app.StartSiblingAsync(Configure);
        await RecordAsync(app, 1_300);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => (n % 2 == 0 ? app : other).Get<AuditSequencer>().RunAsync(Cancelled)));
        await using var db = app.Database.CreateContext();
        var rows = await db.AuditLog.OrderBy(r => r.Number).Select(r => new { r.Number, r.Subject }).ToListAsync(Cancelled);
        Assert.Equal(Enumerable.Range(1, rows.Count).Select(n => (long)n), rows.Select(r => r.Number));
        Assert.Equal(1_300, rows.Count(r => r.Subject.StartsWith("thing ", StringComparison.Ordinal)));
        Assert.Equal(1_300, rows.Select(r => r.Subject).Where(s => s.StartsWith("thing ", StringComparison.Ordinal)).Distinct().Count());
        Assert.Equal(0, await db.AuditRecords.CountAsync(Cancelled));
        Assert.True((await VerifyAsync(app)).Log.IsIntact);
    }

    [Fact]
    public async Task ActionThatIsRolledBack_LeavesNoEntry()
    {
        await using var app = await StartAsync();
        await using (var db = app.Database.CreateContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Cancelled);
            AuditTrail.Add(db, DateTimeOffset.UnixEpoch, AuditActor.CommandLine, null, AuditActions.KeyCreated, "never");
            await db.SaveChangesAsync(Cancelled);
        }

        await app.Get<AuditSequencer>().RunAsync(Cancelled);
        await using var read = app.Database.CreateContext();
        Assert.False(await read.AuditLog.AnyAsync(r => r.Subject == "never", Cancelled));
    }

    [Theory]
    [InlineData("UPDATE audit_log SET actor = 'someone else' WHERE number = 2")]
    [InlineData("DELETE FROM audit_log WHERE number = 2")]
    [InlineData("DELETE FROM audit_log")]
    public async Task Database_RefusesChangesAndDeletions(string statement)
    {
        await using var app = await FilledAsync(5);
        await using var db = app.Database.CreateContext();
        var before = await db.AuditLog.CountAsync(Cancelled);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync(statement, Cancelled));
        Assert.Equal(before, await db.AuditLog.CountAsync(Cancelled));
        Assert.True((await VerifyAsync(app)).Log.IsIntact);
    }

    /// <summary>What the owner of the database can do all the same.</summary>
    [Theory]
    [InlineData("UPDATE audit_log SET actor = 'someone else' WHERE number = 2", AuditFaultKind.Changed)]
    [InlineData("UPDATE audit_log SET details = '{\"a\":1}' WHERE number = 2", AuditFaultKind.Changed)]
    [InlineData("DELETE FROM audit_log WHERE number = 2", AuditFaultKind.Missing)]
    [InlineData("DELETE FROM audit_log WHERE number > 3", AuditFaultKind.Truncated)]
    [InlineData("DELETE FROM audit_log", AuditFaultKind.Truncated)]
    [InlineData("UPDATE audit_checkpoints SET note = 'nothing'", AuditFaultKind.NotSigned)]
    public async Task Tampering_IsFound(string statement, AuditFaultKind expected)
    {
        await using var app = await FilledAsync(5);
        await app.Get<AuditCheckpoints>().TakeAsync(Cancelled);
        Assert.Equal(2, (await VerifyAsync(app)).Log.Checkpoints);
        await AuditTampering.RunAsync(app, statement);
        var found = await VerifyAsync(app);
        Assert.Contains(found.Log.Faults, f => f.Kind == expected);
    }

    [Fact]
    public async Task LogThatWasReplaced_IsFoundByTheCheckpointOutside()
    {
        await using var app = await FilledAsync(5);
        await app.Get<AuditCheckpoints>().TakeAsync(Cancelled);
        await AuditTampering.ReplaceLogAsync(app, row => row.Actor = row.Number == 2 ? "someone else" : row.Actor);
        var found = await VerifyAsync(app);
        Assert.Equal([AuditFaultKind.OtherRoot], found.Log.Faults.Select(f => f.Kind));
    }

    [Fact]
    public async Task Checkpoints_ContinueFromTheOneBefore_AndAreCopiedOnce()
    {
        await using var app = await FilledAsync(3);
        var checkpoints = app.Get<AuditCheckpoints>();
        await checkpoints.TakeAsync(Cancelled);
        await checkpoints.TakeAsync(Cancelled);
        var first = Directory.GetFiles(folder, "*.checkpoint", SearchOption.AllDirectories);
        Assert.Single(first);
        await RecordAsync(app, 4);
        await app.Get<AuditSequencer>().RunAsync(Cancelled);
        await checkpoints.TakeAsync(Cancelled);
        Assert.Equal(2, Directory.GetFiles(folder, "*.checkpoint", SearchOption.AllDirectories).Length);
        var found = await VerifyAsync(app);
        Assert.True(found.Log.IsIntact);
        // Each is in the database and in the folder.
        Assert.Equal(4, found.Log.Checkpoints);
    }

    [Fact]
    public async Task AnotherPublicKey_AcceptsNoCheckpoint()
    {
        await using var app = await FilledAsync(3);
        await app.Get<AuditCheckpoints>().TakeAsync(Cancelled);
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var found = await app.Get<AuditCheck>().RunAsync(other.ExportSubjectPublicKeyInfoPem(), Cancelled);
        Assert.All(found.Log.Faults, f => Assert.Equal(AuditFaultKind.NotSigned, f.Kind));
        Assert.Equal(2, found.Log.FaultCount);
        await Assert.ThrowsAsync<FormatException>(() => app.Get<AuditCheck>().RunAsync("no key", Cancelled));
    }

    [Fact]
    public async Task Admins_SeeTheEntriesOfTheirTenants_AndSiteAdminsAll()
    {
        await using var app = await StartAsync();
        var (acme, other) = (await app.EnsureTenantAsync("acme"), await app.EnsureTenantAsync("other"));
        await using (var db = app.Database.CreateContext())
        {
            foreach (var (tenant, subject) in new (long?, string)[] { (acme, "of acme"), (other, "of other"), (null, "of all") })
                AuditTrail.Add(db, DateTimeOffset.UnixEpoch, AuditActor.CommandLine, tenant, AuditActions.KeyCreated, subject);
            await db.SaveChangesAsync(Cancelled);
        }

        await app.Get<AuditSequencer>().RunAsync(Cancelled);
        Assert.Equal(["of acme"], await SubjectsAsync(app, new Grant(Role.Admin, acme, null)));
        Assert.Equal(["of all", "of other", "of acme"], await SubjectsAsync(app, new Grant(Role.Admin, null, null)));
        Assert.Empty(await SubjectsAsync(app, new Grant(Role.Lead, acme, null)));
        Assert.Equal(["of other"], await SubjectsAsync(app, new Grant(Role.Admin, null, null), "OF OTHER"));
    }

    private void Configure(WebApplicationBuilder builder) => builder.Configuration["Audit:Folder"] = folder;

    private Task<TestApp> StartAsync() => TestApp.StartAsync(Configure);

    private async Task<TestApp> FilledAsync(int entries)
    {
        var app = await StartAsync();
        await RecordAsync(app, entries);
        await app.Get<AuditSequencer>().RunAsync(Cancelled);
        return app;
    }

    private static async Task RecordAsync(TestApp app, int count)
    {
        var tenant = await app.EnsureTenantAsync("acme");
        await using var db = app.Database.CreateContext();
        for (var n = 0; n < count; n++)
            AuditTrail.Add(
                db,
                DateTimeOffset.UnixEpoch.AddMicroseconds(n),
                AuditActor.CommandLine,
                n % 3 == 0 ? null : tenant,
                AuditActions.KeyCreated,
                $"thing {n} \u00e9 \U0001F600",
                new { N = n }
            );
        await db.SaveChangesAsync(Cancelled);
    }

    private static Task<AuditVerifyReport> VerifyAsync(TestApp app) => app.Get<AuditCheck>().RunAsync(null, Cancelled);

    private static async Task<IEnumerable<string>> SubjectsAsync(TestApp app, Grant grant, string? find = null)
    {
        var page = await app.Get<AuditReader>().ListAsync(new PersonAccess(7, "Admin", [grant]), find, null, new GridQuery(), Cancelled);
        return page.Items.Select(r => r.Subject);
    }
}

using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.AuditLog;
using TriageConsole.Core.Common;
using TriageConsole.Features.Audit;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Audit;

/// <summary>The key that signs checkpoints is replaced, and the log is verified with the public key from before.</summary>
public sealed class AuditKeyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("audit-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task ReplacedKey_Endorses_SoThatItsPublicKeyVerifiesEverything()
    {
        await using var app = await SignedAsync();
        var oldest = await KeyFileAsync();
        Assert.Equal(2, (await VerifyAsync(app)).Log.Checkpoints);
        await RotateAsync(app);
        await TakeAsync(app);
        await TakeAsync(app, "after the first");
        await RotateAsync(app);
        await TakeAsync(app);
        await TakeAsync(app, "after the second");

        // Each of the five is in the database and in the folder; the one before the first rotation is still verified.
        var found = await VerifyAsync(app, oldest);
        Assert.Empty(found.Log.Faults);
        Assert.Equal((true, 10), (found.IsIntact, found.Log.Checkpoints));
        Assert.True((await VerifyAsync(app)).IsIntact);
        Assert.Equal(oldest, await KeyFileAsync());
        await using var db = app.Database.CreateContext();
        var keys = await db.AuditKeys.AsNoTracking().OrderBy(k => k.Id).ToListAsync(Cancelled);
        Assert.Equal([1, 2, 3], keys.Select(k => k.Id));
        Assert.Equal([false, false, true], keys.Select(k => k.Protected is not null));
        var recorded = (await Recorded.AllAsync(db)).Where(r => r.Action == AuditActions.AuditKeyRotated).ToList();
        Assert.Equal(keys.Skip(1).Select(k => $"audit key {SignedCheckpoint.IdOf(k.PublicKey)}"), recorded.Select(r => r.Subject));
        Assert.Contains($"\"before\":\"{SignedCheckpoint.IdOf(keys[0].PublicKey)}\"", recorded[0].Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyThatWasStolen_IsReplacedWithoutItsEndorsement_AndTheVerificationAsksForTheNewKey()
    {
        await using var app = await SignedAsync();
        var oldest = await KeyFileAsync();
        Assert.Equal(ErrorKind.Invalid, (await RotateAsync(app, isEndorsed: false, reason: " ")).Error!.Kind);
        var rotated = await RotateAsync(app, isEndorsed: false, reason: "TICKET-7: the key was copied");
        await using var db = app.Database.CreateContext();
        Assert.Null(await db.AuditKeys.Where(k => k.Id == 1).Select(k => k.Protected).SingleAsync(Cancelled));
        await TakeAsync(app);
        await TakeAsync(app, "after it");

        var began = await db.AuditKeys.Where(k => k.Id == 2).Select(k => k.FirstSize).SingleAsync(Cancelled);
        var fault = Assert.Single((await VerifyAsync(app)).Log.Faults);
        Assert.Equal((AuditFaultKind.NotEndorsed, began), (fault.Kind, fault.Number));
        var found = await VerifyAsync(app, oldest + rotated.Value);
        Assert.Empty(found.Log.Faults);
        Assert.Equal(6, found.Log.Checkpoints);
        Assert.Contains(
            await Recorded.AllAsync(db),
            r => r.Action == AuditActions.AuditKeyRotated && r.Details.Contains("TICKET-7", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task KeyThatIsLost_CannotEndorse()
    {
        await using var app = await SignedAsync();
        await using var db = app.Database.CreateContext();
        await db.AuditKeys.ExecuteUpdateAsync(s => s.SetProperty(k => k.Protected, "of another key ring"), Cancelled);
        var refused = await RotateAsync(app);
        Assert.True(refused.IsConflict);
        Assert.Contains("--without-endorsement", refused.Message, StringComparison.Ordinal);
        var rotated = await RotateAsync(app, isEndorsed: false, reason: "the key ring is lost");
        await TakeAsync(app);
        Assert.True((await VerifyAsync(app, await KeyFileAsync() + rotated.Value)).IsIntact);
    }

    /// <summary>What somebody who can write to the database and to the store can do without a key.</summary>
    [Theory]
    [InlineData(false, AuditFaultKind.NotEndorsed)]
    [InlineData(true, AuditFaultKind.WrongEndorsement)]
    public async Task EndorsementThatIsRemovedOrOfAnotherRoot_IsFound(bool isReplaced, AuditFaultKind expected)
    {
        await using var app = await SignedAsync();
        await RotateAsync(app);
        await TakeAsync(app);
        await using var db = app.Database.CreateContext();
        var rows = await db.AuditCheckpoints.OrderBy(c => c.Size).ToListAsync(Cancelled);
        var lines = rows[1].Note.TrimEnd('\n').Split('\n');
        // The signature of the old key over the checkpoint before stands in for the endorsement.
        string[] changed = [.. lines[..^1], .. isReplaced ? [rows[0].Note.TrimEnd('\n').Split('\n')[^1]] : Array.Empty<string>()];
        rows[1].Note = string.Join('\n', changed) + "\n";
        await db.SaveChangesAsync(Cancelled);
        foreach (var file in Directory.GetFiles(folder, $"{rows[1].Size:D12}-*"))
            await File.WriteAllTextAsync(file, rows[1].Note, Cancelled);

        var fault = Assert.Single((await VerifyAsync(app)).Log.Faults);
        Assert.Equal((expected, (long?)rows[1].Size), (fault.Kind, fault.Number));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await PublicKeyAsync(app, 2))[..4]), fault.Key);
    }

    [Fact]
    public async Task EndorsementOfALogThatWasReplaced_IsOfAnotherRoot()
    {
        await using var app = await SignedAsync();
        await RotateAsync(app);
        await TakeAsync(app);
        await using var db = app.Database.CreateContext();
        var began = await db.AuditKeys.Where(k => k.Id == 2).Select(k => k.FirstSize).SingleAsync(Cancelled);
        await AuditTampering.ReplaceLogAsync(app, row => row.Actor = row.Number == 1 ? "someone else" : row.Actor);
        var found = await VerifyAsync(app);
        Assert.Contains(found.Log.Faults, f => f.Kind == AuditFaultKind.OtherRoot && f.Number == began);
    }

    /// <summary>A copy of the private key from before the rotation.</summary>
    [Fact]
    public async Task CheckpointOfAKeyThatWasReplaced_IsFound()
    {
        await using var app = await SignedAsync();
        await using var db = app.Database.CreateContext();
        var stolen = await db.AuditKeys.Select(k => k.Protected).SingleAsync(Cancelled);
        await RotateAsync(app);
        await TakeAsync(app);
        await db.AuditKeys.Where(k => k.Id == 1).ExecuteUpdateAsync(s => s.SetProperty(k => k.Protected, stolen), Cancelled);
        await db.AuditKeys.Where(k => k.Id == 2).ExecuteDeleteAsync(Cancelled);
        await TakeAsync(app, "by the old key");
        Assert.Equal([AuditFaultKind.ReplacedKey], (await VerifyAsync(app)).Log.Faults.Select(f => f.Kind));
    }

    [Fact]
    public async Task TwoInstances_ThatReplaceTheKeyAtTheSameTime_MakeOneNewKey()
    {
        await using var app = await SignedAsync();
        await using var other = await app.StartSiblingAsync(Configure);
        var oldest = await KeyFileAsync();
        var number = await app.Get<AuditKeys>().CurrentAsync(Cancelled);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => RotateAsync(n % 2 == 0 ? app : other, number: number)));
        Assert.Single(results, r => r.Ok);
        Assert.All(results.Where(r => !r.Ok), r => Assert.True(r.IsConflict));
        await app.Get<AuditSequencer>().RunAsync(Cancelled);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => (n % 2 == 0 ? app : other).Get<AuditCheckpoints>().TakeAsync(Cancelled)));

        await using var db = app.Database.CreateContext();
        Assert.Equal(2, await db.AuditKeys.CountAsync(Cancelled));
        Assert.Single(await Recorded.AllAsync(db), r => r.Action == AuditActions.AuditKeyRotated);
        Assert.Empty((await VerifyAsync(app, oldest)).Log.Faults);
    }

    /// <summary>The command ended between the two, or the webhook failed.</summary>
    [Fact]
    public async Task NewKey_WaitsForItsFirstCheckpoint_AndTheJobTakesIt()
    {
        await using var app = await SignedAsync();
        await RotateAsync(app);
        var again = await RotateAsync(app);
        Assert.True(again.IsConflict);
        await app.Get<AuditSequencer>().RunAsync(Cancelled);
        await app.Get<AuditCheckpoints>().RunAsync(Cancelled);
        await using var db = app.Database.CreateContext();
        var keys = await db.AuditKeys.AsNoTracking().OrderBy(k => k.Id).ToListAsync(Cancelled);
        Assert.Equal((null, true), (keys[0].Protected, keys[1].FirstSize is not null));
        Assert.True((await VerifyAsync(app)).IsIntact);
    }

    [Fact]
    public async Task Proof_OfAnEntryAfterTheRotation_HoldsForTheOldestKey()
    {
        await using var app = await SignedAsync();
        await RotateAsync(app);
        await TakeAsync(app);
        await TakeAsync(app, "after it");
        await using var db = app.Database.CreateContext();
        var last = await db.AuditCheckpoints.MaxAsync(c => c.Size, Cancelled);
        var proof = await app.Get<AuditProofs>().ProveAsync(last, Cancelled);
        using var oldest = ECDsa.Create();
        oldest.ImportFromPem(await KeyFileAsync());
        Assert.True(AuditProof.Parse(proof.Value.ToJson()).Holds(oldest));
    }

    private void Configure(WebApplicationBuilder builder) => builder.Configuration["Audit:Folder"] = folder;

    /// <summary>A log with one checkpoint of its first key.</summary>
    private async Task<TestApp> SignedAsync()
    {
        var app = await TestApp.StartAsync(Configure);
        await TakeAsync(app, "before");
        return app;
    }

    private static async Task TakeAsync(TestApp app, string? subject = null)
    {
        if (subject is not null)
        {
            await using var db = app.Database.CreateContext();
            AuditTrail.Add(db, DateTimeOffset.UnixEpoch, AuditActor.CommandLine, null, AuditActions.KeyCreated, subject);
            await db.SaveChangesAsync(Cancelled);
        }

        await app.Get<AuditSequencer>().RunAsync(Cancelled);
        await app.Get<AuditCheckpoints>().TakeAsync(Cancelled);
    }

    private static async Task<Result<string>> RotateAsync(TestApp app, bool isEndorsed = true, string? reason = null, int? number = null)
    {
        var keys = app.Get<AuditKeys>();
        var replaced = number ?? await keys.CurrentAsync(Cancelled);
        return await keys.RotateAsync(replaced, isEndorsed, reason, AuditActor.CommandLine, Cancelled);
    }

    private static Task<AuditVerifyReport> VerifyAsync(TestApp app, string? pem = null) => app.Get<AuditCheck>().RunAsync(pem, Cancelled);

    private static async Task<byte[]> PublicKeyAsync(TestApp app, int number)
    {
        await using var db = app.Database.CreateContext();
        return await db.AuditKeys.Where(k => k.Id == number).Select(k => k.PublicKey).SingleAsync(Cancelled);
    }

    private Task<string> KeyFileAsync() => File.ReadAllTextAsync(Path.Combine(folder, "public-key.pem"), Cancelled);
}

using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Providers;
using TriageConsole.Tests.EventLog;

namespace TriageConsole.Tests.Cli;

public sealed class CommandLineTests : CommandTest
{
    [Fact]
    public async Task ApiKeyCreate_NewTenant_PrintsOnlyTheKeyOnTheLastLine()
    {
        var run = await RunAsync("api-key", "create", "--tenant", "acme", "--scopes", "ingest,read", "--name", "nightly", "--days", "30");
        Assert.Equal(0, run.ExitCode);
        var key = run.Output.TrimEnd('\n').Split('\n')[^1];
        Assert.Matches("^tck_[0-9a-f]{16}_[0-9a-f]{64}$", key);
        await using var db = Database.CreateContext();
        var stored = await db.ApiKeys.Include(k => k.Tenant).SingleAsync();
        Assert.Equal(("acme", "nightly", "ingest,read"), (stored.Tenant!.Key, stored.Name, stored.Scopes));
        Assert.InRange(stored.ExpiresAt!.Value - stored.CreatedAt, TimeSpan.FromDays(29.9), TimeSpan.FromDays(30.1));
        Assert.DoesNotContain(key.Split('_')[2], stored.SecretHash, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApiKeyCreate_UnknownScope_FailsAndPrintsNoKey()
    {
        var run = await RunAsync("api-key", "create", "--tenant", "acme", "--scopes", "ingest,everything");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("error: There is no scope 'everything'.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("2147483647")]
    public async Task ApiKeyCreate_ImpossibleDays_FailsAndSaysWhatIsPossible(string days)
    {
        var run = await RunAsync("api-key", "create", "--tenant", "acme", "--scopes", "ingest", "--days", days);
        Assert.NotEqual(0, run.ExitCode);
        Assert.DoesNotContain("tck_", run.Output, StringComparison.Ordinal);
        Assert.Contains("--days must be a whole number from 1 to 36500.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TenantSet_ChangesTheGivenLimits_AndRefusesInvalidOnes()
    {
        await RunAsync("api-key", "create", "--tenant", "acme", "--scopes", "ingest");
        Assert.Equal(
            (0, "acme: workflows at most 7, imported rubric keys as configured\n"),
            (await RunAsync("tenant", "set", "--tenant", "acme", "--max-workflows", "7")) is { } first
                ? (first.ExitCode, first.Output)
                : default
        );
        Assert.Equal(
            (0, "acme: workflows at most 7, imported rubric keys at most 0\n"),
            (await RunAsync("tenant", "set", "--tenant", "acme", "--max-imported-rubrics", "0")) is { } second
                ? (second.ExitCode, second.Output)
                : default
        );
        Assert.NotEqual(0, (await RunAsync("tenant", "set", "--tenant", "acme", "--max-workflows", "-1")).ExitCode);
        Assert.StartsWith(
            "error: There is no tenant none.",
            (await RunAsync("tenant", "set", "--tenant", "none")).Error,
            StringComparison.Ordinal
        );
        await using var db = Database.CreateContext();
        Assert.Equal((7, 0), await db.Tenants.SingleAsync() is { } t ? (t.MaxWorkflows, t.MaxImportedRubrics) : default);
    }

    [Fact]
    public async Task Import_SameFileTwice_ChangesNothing()
    {
        var file = await WriteGzipAsync("events.bin", 3);
        Assert.Contains("3 new, 0 duplicates", (await RunAsync("import", file)).Output, StringComparison.Ordinal);
        Assert.Contains("0 new, 3 duplicates", (await RunAsync("import", file)).Output, StringComparison.Ordinal);
        await using var db = Database.CreateContext();
        Assert.Equal(3, await db.Interactions.CountAsync());
    }

    [Fact]
    public async Task Import_TruncatedGzip_ReportsStoredEventsAndFails()
    {
        var file = await WriteGzipAsync("cut.gz", 2000);
        await using (var cut = new FileStream(file, FileMode.Open))
            cut.SetLength(cut.Length / 2);
        var run = await RunAsync("import", file);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("import of cut.gz stopped", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_MissingFile_Fails()
    {
        var run = await RunAsync("import", Path.Combine(Folder, "none.jsonl"));
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error: There is no file", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RubricImport_UnknownWorkflow_Fails()
    {
        var file = Path.Combine(Folder, "rubric.json");
        await File.WriteAllTextAsync(file, """{"title": 3}""");
        var run = await RunAsync("rubric", "import", file, "--workflow", "none", "--tenant", "acme");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("error: rubric.json was not published:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignInLink_UnknownPerson_Fails()
    {
        var run = await RunAsync("sign-in-link", "--email", "nobody@example.org");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
    }

    [Theory]
    [InlineData("Oracle", "TRIAGE_PROVIDER is \"Oracle\"")]
    public async Task AnyVerb_UnknownProvider_ListsTheKnownOnes(string provider, string message)
    {
        var run = await RunAsync(("TRIAGE_PROVIDER", provider), "migrate");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImportDryRun_SaysWhatWouldComeIn_AndStoresNothing()
    {
        var events = await WriteGzipAsync("events.jsonl.gz", 30);
        var own = await RunAsync("import", "--dry-run", events);
        Assert.Equal(0, own.ExitCode);
        Assert.Contains("would import 30 interactions", own.Output, StringComparison.Ordinal);
        Assert.Contains("workflows: 30 support", own.Output, StringComparison.Ordinal);
        var exports = Path.Combine(Path.GetDirectoryName(ThisFile())!, "Exports");
        var foreign = await RunAsync(
            "import",
            "--format",
            "langfuse",
            "--dry-run",
            Path.Combine(exports, "langfuse-observations_v2.jsonl"),
            Path.Combine(exports, "langfuse-scores.jsonl")
        );
        Assert.Equal(0, foreign.ExitCode);
        Assert.Contains("7 records read, 5 lines from them", foreign.Output, StringComparison.Ordinal);
        Assert.Contains("1 not imported: score_without_trace", foreign.Output, StringComparison.Ordinal);
        Assert.Contains("would import 3 signals, 2 interactions", foreign.Output, StringComparison.Ordinal);
        var unknown = await RunAsync("import", "--format", "other", events);
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("There is no format 'other'", unknown.Error, StringComparison.Ordinal);
        await using var db = Database.CreateContext();
        Assert.Equal(0, await db.Interactions.CountAsync());
    }

    [Fact]
    public async Task Import_WhileTheEventLogIsFull_SaysWhy_AndStoresEverythingTheNextTime()
    {
        var events = await WriteGzipAsync("events.gz", 3);
        var foreign = Path.Combine(Path.GetDirectoryName(ThisFile())!, "Exports", "langfuse-observations_v2.jsonl");
        string[] ours = ["import", events];
        string[] theirs = ["import", "--format", "langfuse", "--tenant", "acme", foreign];
        await RunAsync("api-key", "create", "--tenant", "acme", "--scopes", "ingest");
        await using var db = Database.CreateContext();
        var filling = await FullEventLog.FillAsync(db, await db.Tenants.Select(t => t.Id).SingleAsync());
        foreach (var arguments in new[] { ours, theirs })
        {
            var run = await RunAsync(WithFullLog(), arguments);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("stopped: The object store of the event log cannot be reached", run.Error, StringComparison.Ordinal);
            Assert.Contains("0 new, 0 duplicates", run.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", run.Error + run.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", run.Error + run.Output, StringComparison.Ordinal);
        }

        Assert.Equal(0, await db.Interactions.CountAsync());
        await FullEventLog.EmptyAsync(db, filling);
        Assert.Contains("3 new", (await RunAsync(WithFullLog(), ours)).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(WithFullLog(), theirs)).ExitCode);
        Assert.True(await db.Interactions.CountAsync() > 3);
    }

    private IEnumerable<(string Name, string Value)> WithFullLog() =>
        FullEventLog
            .Settings.Select(s => (s.Name.Replace(":", "__", StringComparison.Ordinal), s.Value))
            .Append(("TRIAGE_PROVIDER", Database.Connection.Provider.ToString()));

    private static string ThisFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;

    private async Task<string> WriteGzipAsync(string name, int count)
    {
        var path = Path.Combine(Folder, name);
        await using var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        for (var i = 0; i < count; i++)
            await packed.WriteAsync(
                Encoding.UTF8.GetBytes(
                    $$"""{"trace_id":"t{{i}}","tenant_id":"acme","task_type":"support","task_id":"k{{i}}","model_versio"""
                        + $$"""n":"1","timestamp":"2026-01-0{{(i % 9) + 1}}T10:00:00Z","input":"{{Guid.NewGuid()}}","output":"b"}"""
                        + "\n"
                )
            );
        return path;
    }

    [Fact]
    public async Task Audit_VerifiesTheLog_AndProvesAnEntryWithoutTheDatabase()
    {
        var store = Path.Combine(Folder, "checkpoints");
        (string, string)[] variables = [("TRIAGE_PROVIDER", Database.Connection.Provider.ToString()), ("Audit__Folder", store)];
        await RunAsync("api-key", "create", "--tenant", "acme", "--scopes", "ingest", "--name", "nightly");
        Assert.Equal((0, ""), await RunAsync(variables, "audit", "checkpoint") is { } taken ? (taken.ExitCode, taken.Output) : default);
        // The checkpoint is in the Database and in the Folder.
        Assert.Equal((0, "1 entry, 2 checkpoints agree, 0 faults.\n", ""), await RunAsync(variables, "audit", "verify"));

        var proof = Path.Combine(Folder, "proof.json");
        await File.WriteAllTextAsync(proof, (await RunAsync(variables, "audit", "prove", "1")).Output);
        string[] check = ["audit", "check-proof", proof, "--key", Directory.GetFiles(store, "*.pem", SearchOption.AllDirectories).Single()];
        var held = await RunAsync([("TRIAGE_CONNECTION", "no database")], check);
        Assert.Equal(0, held.ExitCode);
        Assert.Contains("command line key.created nightly", held.Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(proof, (await File.ReadAllTextAsync(proof)).Replace("nightly", "weekly", StringComparison.Ordinal));
        Assert.Equal(1, (await RunAsync(check)).ExitCode);
        await File.WriteAllTextAsync(proof, "{}");
        Assert.StartsWith("error: The file is no proof", (await RunAsync(check)).Error, StringComparison.Ordinal);
        Assert.StartsWith("error: The audit log has no entry 2.", (await RunAsync("audit", "prove", "2")).Error, StringComparison.Ordinal);

        await using (var db = Database.CreateContext())
        {
            await db.Database.ExecuteSqlRawAsync(
                Database.Connection.Provider == DatabaseProvider.SqlServer
                    ? "DISABLE TRIGGER audit_log_stays ON audit_log"
                    : "ALTER TABLE audit_log DISABLE TRIGGER audit_log_stays"
            );
            await db.AuditLog.ExecuteUpdateAsync(s => s.SetProperty(r => r.Actor, "someone else"));
        }

        var broken = await RunAsync(variables, "audit", "verify");
        Assert.Equal(
            (1, "1 entry, 2 checkpoints agree, 1 fault.\n  entry 1: its values do not give its hash\n"),
            (broken.ExitCode, broken.Output)
        );
    }

    [Fact]
    public async Task AuditRotateKey_PrintsTheNewPublicKey_WhichIsNeededWithoutEndorsement()
    {
        var store = Path.Combine(Folder, "checkpoints");
        (string, string)[] variables = [("TRIAGE_PROVIDER", Database.Connection.Provider.ToString()), ("Audit__Folder", store)];
        await RunAsync("api-key", "create", "--tenant", "acme", "--scopes", "ingest", "--name", "nightly");
        await RunAsync(variables, "audit", "checkpoint");
        var endorsed = await RunAsync(variables, "audit", "rotate-key");
        Assert.Equal(0, endorsed.ExitCode);
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", endorsed.Output, StringComparison.Ordinal);
        Assert.Equal((0, "2 entries, 4 checkpoints agree, 0 faults.\n", ""), await RunAsync(variables, "audit", "verify"));

        var refused = await RunAsync(variables, "audit", "rotate-key", "--without-endorsement");
        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.StartsWith("error: Give the reason", refused.Error, StringComparison.Ordinal);
        var rotated = await RunAsync(variables, "audit", "rotate-key", "--without-endorsement", "--reason", "TICKET-7");
        var found = await RunAsync(variables, "audit", "verify");
        Assert.Equal(1, found.ExitCode);
        Assert.StartsWith("3 entries, 4 checkpoints agree, 1 fault.\n  checkpoint at 3: key ", found.Output, StringComparison.Ordinal);
        Assert.Contains("From here on, trust needs its public key", found.Output, StringComparison.Ordinal);
        var file = Path.Combine(Folder, "new.pem");
        await File.WriteAllTextAsync(file, rotated.Output);
        var oldest = Path.Combine(store, "public-key.pem");
        Assert.Equal(
            (0, "3 entries, 6 checkpoints agree, 0 faults.\n", ""),
            await RunAsync(variables, "audit", "verify", "--key", oldest, "--key", file)
        );
    }
}

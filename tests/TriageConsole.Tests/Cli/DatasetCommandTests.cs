namespace TriageConsole.Tests.Cli;

public sealed class DatasetCommandTests : CommandTest
{
    [Fact]
    public async Task Dataset_IsBuiltVerifiedComparedAndExported()
    {
        var (events, labels, policy) = (Path.Combine(Folder, "e.jsonl"), Path.Combine(Folder, "l.jsonl"), Path.Combine(Folder, "p.json"));
        await File.WriteAllLinesAsync(
            events,
            Enumerable
                .Range(0, 3)
                .Select(n =>
                    $$"""{"trace_id":"t{{n}}","tenant_id":"acme","task_type":"s","task_id":"k{{n}}","model_version":"1","inp"""
                    + $$"""ut":"question {{n}}","output":"answer","consent_scope":"training"}"""
                )
        );
        await File.WriteAllLinesAsync(
            labels,
            Enumerable.Range(0, 3).Select(n => $$"""{"trace_id":"t{{n}}","labeler_id":"ann","rubric_key":"quality","value":"yes"}""")
        );
        await File.WriteAllTextAsync(policy, """{"kind":"evaluation"}""");
        Assert.Equal(0, (await RunAsync("import", events)).ExitCode);
        Assert.Equal(0, (await RunAsync("import", labels, "--tenant", "acme")).ExitCode);
        string[] set = ["--tenant", "acme", "--name", "eval"];
        var built = await RunAsync(["dataset", "build", .. set, "--workflow", "s", "--policy", policy]);
        Assert.True(built.ExitCode == 0, built.Error);
        Assert.Equal(3, System.Text.Json.JsonDocument.Parse(built.Output).RootElement.GetProperty("rows").GetInt32());
        var verified = await RunAsync(["dataset", "verify", .. set]);
        Assert.Equal(0, verified.ExitCode);
        Assert.Contains("\"result\": \"same\"", verified.Output, StringComparison.Ordinal);
        Assert.Contains("\"same\": 3", (await RunAsync(["dataset", "diff", .. set, "--from", "1"])).Output, StringComparison.Ordinal);
        var file = Path.Combine(Folder, "eval.csv");
        Assert.Equal(0, (await RunAsync(["dataset", "export", .. set, "--format", "csv", "--output", file])).ExitCode);
        Assert.Equal((await RunAsync(["dataset", "export", .. set, "--format", "csv"])).Output, await File.ReadAllTextAsync(file));
        Assert.Equal(4, (await File.ReadAllLinesAsync(file)).Length);
        var refused = await RunAsync(["dataset", "export", .. set, "--format", "preference"]);
        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.StartsWith("error: There is no dataset", (await RunAsync("dataset", "verify", "--tenant", "acme", "--name", "x")).Error);
    }
}

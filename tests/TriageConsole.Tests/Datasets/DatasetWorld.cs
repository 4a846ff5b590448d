using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Core.Common;
using TriageConsole.Features.Datasets;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Rubrics;
using TriageConsole.Tests.Evaluation;
using TriageConsole.Tests.Routing;

namespace TriageConsole.Tests.Datasets;

/// <summary>A workflow with labeled interactions, a rubric with a correction, and a clock that a test moves.</summary>
internal sealed class DatasetWorld : IAsyncDisposable
{
    private const string Rubric = """
        {"title":"R","instructions":"","criteria":[
          {"key":"quality","kind":"yes_no","label":"Good?","options":[{"value":"no","label":"No","marks_failure":true}]},
          {"key":"fix","kind":"correction","label":"Corrected response"}]}
        """;

    private DatasetWorld(EvalWorld world, TestClock clock) => (World, Clock) = (world, clock);

    public EvalWorld World { get; }

    public TestClock Clock { get; }

    public DatasetService Service => World.Fixture.Get<DatasetService>();

    /// <summary>Creates interactions d0, d1 … of the users u0, u1 … with consent, each labeled as good.</summary>
    public static async Task<DatasetWorld> CreateAsync(int count, Action<IServiceCollection>? configure = null)
    {
        var clock = new TestClock();
        var eval = await EvalWorld.CreateAsync(
            ["seed"],
            configure: s =>
            {
                s.AddSingleton<TimeProvider>(clock);
                configure?.Invoke(s);
            }
        );
        var world = new DatasetWorld(eval, clock);
        Assert.True((await eval.Fixture.Get<RubricService>().ImportAsync(eval.Workflow.Id, Rubric, "test", "correction")).Ok);
        for (var n = 0; n < count; n++)
            await world.SendAsync($"d{n}", $"question {n}", $"answer {n}", user: $"u{n}");
        await world.LabelAsync([.. Enumerable.Range(0, count).Select(n => ($"d{n}", "quality", "yes"))]);
        // The time of a build ends before the build.
        clock.Advance(TimeSpan.FromMinutes(1));
        return world;
    }

    public async Task SendAsync(
        string trace,
        string input,
        string output,
        string user = "u",
        string? consent = "training",
        string? task = null,
        string more = ""
    )
    {
        var extra = $",\"user_id\":\"{user}\"{(consent is null ? "" : $",\"consent_scope\":\"{consent}\"")}{more}";
        var sent = await World.Fixture.SendAsync(EvalWorld.Event(trace, task ?? $"task-{trace}", input, output, "live-1", extra: extra));
        Assert.Equal(1, sent.Accepted);
    }

    public async Task LabelAsync(params (string Trace, string Key, string Value)[] labels)
    {
        var lines = labels.Select(l =>
            $$"""{"trace_id":"{{l.Trace}}","labeler_id":"ann","rubric_key":"{{l.Key}}","value":"{{l.Value}}"}"""
        );
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        var imported = await World.Fixture.Get<LabelImportService>().ImportAsync(World.Workflow.TenantId, stream);
        Assert.Equal(labels.Length, imported.Accepted + imported.Revised);
    }

    public Task<Result<DatasetBuild>> TryBuildAsync(string? policy, string name = "set") =>
        Service.BuildAsync(World.Lead, World.Workflow.TenantKey, World.Workflow.Key, name, policy);

    public async Task<DatasetBuild> BuildAsync(string? policy = """{"days":30}""", string name = "set")
    {
        var built = await TryBuildAsync(policy, name);
        Assert.True(built.Ok, built.Message + string.Join("; ", built.Problems.Select(p => $"{p.Field} {p.Message}")));
        return built.Value;
    }

    public async Task<string> ExportAsync(long dataset, string version, string format, string? split = null)
    {
        var file = await Service.ExportAsync(World.Lead, dataset, version, format, split);
        Assert.True(file.Ok, file.Message);
        using var output = new MemoryStream();
        await file.Value.WriteAsync(output, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    public async Task<string> HashAsync(long dataset, string version, string format) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(await ExportAsync(dataset, version, format))));

    public async Task<DatasetVerification> VerifyAsync(long dataset, string version) =>
        (await Service.VerifyAsync(World.Lead, dataset, version)).Value;

    public ValueTask DisposeAsync() => World.DisposeAsync();
}

using System.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace TriageConsole.Tests.ClientLibrary;

/// <summary>Applications in a process of their own.</summary>
public sealed class ProcessTests(ClientApp world) : IClassFixture<ClientApp>
{
    [Fact]
    public async Task ApplicationThatEndsWithoutDisposing_LosesNothing()
    {
        var (code, _) = await RunAsync("TriageConsole.SampleApp.dll", ["capture", world.App.Address.ToString(), world.Key, "300"], "");
        Assert.Equal(0, code);
        Assert.Equal(300, await world.CountAsync("ended-"));
    }

    [Fact]
    public async Task Sample_CapturesItsConversation_WithFeedbackAndOutcome()
    {
        await using var model = await ModelServer.StartAsync();
        var (code, output) = await RunAsync(
            "TriageConsole.Samples.Chat.dll",
            [],
            "Where is my refund?\ny\ntoo many\nWhere is it now?\nn\n",
            ("TRIAGE_ENDPOINT", world.App.Address.ToString()),
            ("TRIAGE_KEY", world.Key),
            ("MODEL_ENDPOINT", model.BaseUrl.ToString()),
            ("MODEL", "gpt-4.1")
        );
        Assert.Equal(0, code);
        Assert.Contains("It was sent on Monday.", output, StringComparison.Ordinal);
        await using var db = world.App.Database.CreateContext();
        var rows = await db
            .Interactions.Where(i => i.Workflow!.Key == "support.sample")
            .OrderBy(i => i.Timestamp)
            .Select(i => new
            {
                i.Id,
                i.ErrorKind,
                i.OutcomeValue,
                i.UserId,
            })
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([null, "http_429", null], rows.Select(r => r.ErrorKind));
        Assert.Equal([1, null, 0], rows.Select(r => r.OutcomeValue));
        Assert.All(rows, r => Assert.Equal("sample-user", r.UserId));
        var thumbs = await db.Signals.Where(s => s.Name == "thumbs").OrderBy(s => s.InteractionId).Select(s => s.TextValue).ToListAsync();
        Assert.Equal(["up", "down"], thumbs);
    }

    private static async Task<(int Code, string Output)> RunAsync(
        string program,
        string[] arguments,
        string input,
        params (string Name, string Value)[] settings
    )
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }
}

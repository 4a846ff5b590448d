using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>
/// Runs the commands of docs/first-loop.md in their order, with the steps on the pages between them. The test starts the console itself, on
/// its own database.
/// </summary>
public sealed partial class FirstLoopJourney(Browser browser) : IDisposable
{
    private const string Workflow = "/releases/shop.chat";

    /// <summary>The last line of run.sh, without the build before it.</summary>
    private const string InstallRun = """
        printf '#!/bin/sh\nexec dotnet "$PROGRAM" --data "$PWD/data" "$@"\n' > run.sh
        chmod +x run.sh
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("first-loop-");

    [Fact]
    public async Task Newcomer_WithTheCommandsOfThePage_ClosesTheLoop()
    {
        await using var app = await TestApp.StartAsync();
        var commands = new Queue<string>(Commands());
        Assert.Equal(7, commands.Count);
        var key = "";
        await ShellAsync(InstallRun, app, key);

        key = (await RunAsync()).TrimEnd().Split('\n')[^1];
        Assert.StartsWith("tck_", key, StringComparison.Ordinal);
        await RunAsync();
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Admin);
        await page.GotoAsync(Journey.At(app, "/workflows/shop.chat"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Use metric resolved" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and mark as configured" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Saved" })).ToBeVisibleAsync();

        Assert.Contains("country = DE", await RunAsync(), StringComparison.Ordinal);
        Assert.Contains("30", await RunAsync(), StringComparison.Ordinal);
        await RunAsync();
        await page.GotoAsync(Journey.At(app, Workflow + "/settings"));
        await page.GetByLabel("Require an evaluation on the golden set").UncheckAsync();
        foreach (var guardrail in new[] { "safety findings, pp", "escalations, pp", "p95 latency, %", "cost per task, %" })
            await page.GetByLabel($"Maximum increase of {guardrail}").FillAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save settings" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Saved" })).ToBeVisibleAsync();
        await page.GotoAsync(Journey.At(app, Workflow));
        await page.GetByRole(AriaRole.Button, new() { Name = "Promote anyway… shop-1" }).ClickAsync();
        await page.GetByLabel("Reason for the override").FillAsync("It serves already.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Promote anyway", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "shop-1 is live" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start experiment… shop-2" }).ClickAsync();
        await page.GetByLabel("Canary", new() { Exact = false }).CheckAsync();
        await page.GetByLabel("Share of shop-2, %").FillAsync("50");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start canary" }).ClickAsync();
        await Expect(page.GetByText("50 % of the units get the candidate", new() { Exact = false }).First).ToBeVisibleAsync();

        await RunAsync();
        await using var db = app.Database.CreateContext();
        Assert.InRange(await db.Interactions.CountAsync(i => i.Release == "shop-2" && i.Propensity == 0.5), 200, 400);
        var promote = page.GetByRole(AriaRole.Button, new() { Name = "Promote shop-2", Exact = true });
        await Expect(promote).ToBeEnabledAsync(new() { Timeout = 120_000 });
        await promote.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Promote shop-2" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "shop-2 is live in place of shop-1" })).ToBeVisibleAsync();

        var last = await RunAsync();
        Assert.Contains("\"release\":\"shop-2\"", last, StringComparison.Ordinal);
        Assert.Contains("\"summary\":[\"", last, StringComparison.Ordinal);
        Assert.Empty(commands);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "report.json")));
        Assert.Contains(
            report.RootElement.GetProperty("changes").EnumerateArray(),
            c =>
                c.GetProperty("kind").GetString() == "promotion"
                && c.GetProperty("text").GetString()!.Contains("shop-2", StringComparison.Ordinal)
        );

        Task<string> RunAsync() => ShellAsync(commands.Dequeue(), app, key);
    }

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>Runs a block in bash and returns its output. A block that waits for the console ends after three minutes.</summary>
    private async Task<string> ShellAsync(string block, TestApp app, string key)
    {
        var start = new ProcessStartInfo("bash", ["-eu", "-o", "pipefail", "-c", block])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["CONSOLE"] = app.Address.ToString().TrimEnd('/'),
                ["KEY"] = key,
                ["PROGRAM"] = Path.Combine(AppContext.BaseDirectory, "TriageConsole.dll"),
                ["TRIAGE_CONNECTION"] = app.Database.Connection.ConnectionString,
                ["TRIAGE_PROVIDER"] = app.Database.Connection.Provider.ToString(),
            },
        };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"This block did not end:\n{block}");
        }

        Assert.True(process.ExitCode == 0, $"{block}\n{await output}\n{await errors}");
        return await output;
    }

    private static IEnumerable<string> Commands([CallerFilePath] string path = "") =>
        Block()
            .Matches(File.ReadAllText(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "docs", "first-loop.md")))
            .Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"^```sh\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}

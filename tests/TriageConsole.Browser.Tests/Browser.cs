using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(TriageConsole.Browser.Tests.Browser))]

namespace TriageConsole.Browser.Tests;

/// <summary>One Chromium for all tests, with a separate context per person. Uses the installed Chromium, never a downloaded one.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>The first one is Chromium without a window, which needs half the processor time.</summary>
    private static readonly string[] Programs =
    [
        "/usr/bin/chromium-headless-shell",
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];

    private static readonly string[] Arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        var path =
            Environment.GetEnvironmentVariable("TRIAGE_CHROMIUM")
            ?? Programs.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                "The browser tests need Chromium: apt-get install chromium, or set TRIAGE_CHROMIUM to its path."
            );
        // The same timeout as for actions: a busy machine must not fail a test.
        Assertions.SetDefaultExpectTimeout(60_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = Arguments });
    }

    public async Task<IBrowserContext> OpenAsync(
        ColorScheme scheme = ColorScheme.Light,
        int width = 1280,
        int height = 720,
        string timeZone = "UTC"
    )
    {
        var context = await browser!.NewContextAsync(
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = height },
                ColorScheme = scheme,
                TimezoneId = timeZone,
            }
        );
        context.SetDefaultTimeout(60_000);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }
}

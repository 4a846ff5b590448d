using System.Diagnostics;
using Microsoft.Playwright;

namespace TriageConsole.Browser.Tests;

internal static class Waiting
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Polls the condition once per frame of the page until it is true.</summary>
    public static async Task WaitForConditionAsync(this IPage page, Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > Limit)
                throw new TimeoutException($"The condition was not true within {Limit.TotalSeconds} s on {page.Url}.");
            await page.Locator("body").EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 20)))");
        }
    }
}

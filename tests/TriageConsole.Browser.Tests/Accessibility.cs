using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>Checks pages with axe for violations of WCAG 2.0 and 2.1, levels A and AA.</summary>
internal static class Accessibility
{
    private static readonly AxeRunOptions Wcag = new() { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa") };

    /// <summary>Returns one line per violation on the current page: place, rule and the first elements.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page, string where) => Lines(await page.RunAxe(Wcag), where);

    /// <summary>Returns the violations inside an element, by all rules of axe.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(ILocator element, string where) => Lines(await element.RunAxe(), where);

    /// <summary>Opens each page, waits until it is loaded, and returns all violations.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsOfAsync(IPage page, TestApp app, IEnumerable<string> paths)
    {
        var violations = new List<string>();
        foreach (var path in paths)
        {
            await OpenAsync(page, app, path);
            violations.AddRange(await ViolationsAsync(page, path));
        }

        return violations;
    }

    /// <summary>Opens a page and waits until it is loaded.</summary>
    public static async Task OpenAsync(IPage page, TestApp app, string path)
    {
        await page.GotoAsync(Journey.At(app, path));
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).First.WaitForAsync();
        await Expect(page.Locator(".skeleton")).ToHaveCountAsync(0);
    }

    private static List<string> Lines(AxeResult result, string where) =>
        [.. result.Violations.Select(v => $"{where} {v.Id}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Target?.ToString()))}")];
}

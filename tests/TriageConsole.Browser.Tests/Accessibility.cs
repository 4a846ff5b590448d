using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>
/// Checks pages with axe for violations of WCAG 2.0 and 2.1, levels A and AA, in the light and the dark theme. The page must be light.
/// Runs axe in the page itself: the package for Playwright opens a second page for each result.
/// </summary>
internal static class Accessibility
{
    private const string Tags = """{ type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }""";

    /// <summary>The rules about colors, the only ones whose results can differ between the themes.</summary>
    private const string Colors = """{ type: "rule", values: ["color-contrast", "link-in-text-block"] }""";

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>Returns one line per violation on the current page: place, rule and the first elements.</summary>
    public static Task<IReadOnlyList<string>> ViolationsAsync(IPage page, string where) =>
        InBothThemesAsync(page.Locator("html"), Tags, where);

    /// <summary>Returns the violations inside an element, by all rules of axe.</summary>
    public static Task<IReadOnlyList<string>> ViolationsAsync(ILocator element, string where) =>
        InBothThemesAsync(element, "undefined", where);

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

    private static async Task<IReadOnlyList<string>> InBothThemesAsync(ILocator element, string rules, string where)
    {
        var page = element.Page;
        if (await page.EvaluateAsync<bool>("() => window.axe === undefined"))
            await page.EvaluateAsync($"() => {{ {Script} }}");
        await SettleAsync(page, "light");
        string[] light = await RunAsync(element, rules, where);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await SettleAsync(page, "dark");
        string[] dark = await RunAsync(element, Colors, $"{where}, dark");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        return [.. light, .. dark];
    }

    /// <summary>Waits for the theme and for the end of the transitions: in between, colors have too little contrast.</summary>
    private static Task SettleAsync(IPage page, string theme) =>
        page.WaitForConditionAsync(() =>
            page.EvaluateAsync<bool>(
                "theme => getComputedStyle(document.documentElement).colorScheme === theme && !document.getAnimations()"
                    + ".some(a => a instanceof CSSTransition && a.playState === 'running')",
                theme
            )
        );

    private static Task<string[]> RunAsync(ILocator element, string rules, string where) =>
        element.EvaluateAsync<string[]>(
            $$"""
            async (element, where) => (await axe.run(element, { runOnly: {{rules}}, resultTypes: ["violations"] })).violations.map(
                v => `${where} ${v.id}: ` + v.nodes.slice(0, 3).map(n => n.target.join(" ")).join(" | "))
            """,
            where
        );
}

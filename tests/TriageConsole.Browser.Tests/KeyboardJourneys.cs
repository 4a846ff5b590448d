using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using TriageConsole.Data.Access;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Rubrics;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>The labeling page with different keyboard layouts and input methods.</summary>
public sealed class KeyboardJourneys(Browser browser)
{
    private const string Rubric = """
        {"title":"Where is the fault?","criteria":[
          {"key":"ok","kind":"yes_no","label":"Good?"},
          {"key":"marks","kind":"spans","label":"Marks","span_types":[{"value":"bad","label":"Bad"}]},
          {"key":"cost","kind":"number","label":"Cost"}]}
        """;

    private static readonly (string Key, string Code)[] Ones =
    [
        ("1", "Digit1"),
        ("1", "Numpad1"),
        ("&", "Digit1"),
        ("+", "Digit1"),
        ("۱", "Digit1"),
        ("١", "Digit1"),
        ("１", "Digit1"),
        ("१", "Digit1"),
        ("ๅ", "Digit1"),
        ("١", ""),
    ];

    private static readonly (string Key, string Code)[] Skips =
    [
        ("s", "KeyS"),
        ("S", "KeyS"),
        ("ы", "KeyS"),
        ("Ы", "KeyS"),
        ("σ", "KeyS"),
        ("ד", "KeyS"),
        ("س", "KeyS"),
        ("ห", "KeyS"),
        ("ｓ", "KeyS"),
        ("s", "Semicolon"),
    ];

    private static readonly (string Key, string Code)[] NotSkips =
    [
        ("o", "KeyS"),
        ("i", "KeyS"),
        ("r", "KeyS"),
        ("ó", "KeyS"),
        (";", "KeyS"),
        ("ы", "KeyA"),
        ("Process", "KeyS"),
    ];

    [Fact]
    public async Task Keys_OfAnyLayout_WorkByCharacterOrByPosition()
    {
        await using var app = await TestApp.StartAsync();
        await using var context = await browser.OpenAsync();
        var page = await OpenAsync(app, context, Event("k1", "An answer."));
        foreach (var (key, code) in Ones)
        {
            await page.Keyboard.PressAsync("2");
            await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "No" })).ToBeCheckedAsync();
            await PressAsync(page, ".criterion[data-criterion=ok]", key, code);
            await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "Yes" })).ToBeCheckedAsync();
            await Active(page).Locator(".criterion[data-criterion=ok]").FocusAsync();
        }

        var dialog = page.GetByRole(AriaRole.Dialog);
        foreach (var (key, code) in Skips)
        {
            await PressAsync(page, ".criterion[data-criterion=ok]", key, code, shift: key is "S" or "Ы");
            await Expect(dialog).ToBeVisibleAsync();
            await page.Keyboard.PressAsync("Escape");
            await Expect(dialog).ToBeHiddenAsync();
        }

        foreach (var (key, code) in NotSkips)
            await PressAsync(page, ".criterion[data-criterion=ok]", key, code);
        foreach (var (key, code) in new[] { ("!", "Digit1"), ("¡", "Digit1") })
            await PressAsync(page, ".criterion[data-criterion=ok]", key, code, shift: true);
        await PressAsync(page, ".criterion[data-criterion=ok]", "؟", "Slash", shift: true);
        await Expect(dialog).ToContainTextAsync("Keyboard shortcuts");
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "Yes" })).ToBeCheckedAsync();
    }

    [Fact]
    public async Task Enter_DuringOrRightAfterComposition_DoesNotSubmit()
    {
        await using var app = await TestApp.StartAsync();
        await using var context = await browser.OpenAsync();
        var page = await OpenAsync(app, context, Event("k1", "An answer."), Event("k2", "Another answer."));
        await page.Keyboard.PressAsync("1");
        await Expect(Active(page).Locator("form[data-ready]")).ToBeAttachedAsync();
        await Active(page).GetByLabel("Cost").FillAsync("12");
        var before = await Active(page).GetAttributeAsync("data-pane");
        foreach (var how in new[] { "keyCode", "isComposing", "compositionend", "control" })
        {
            Assert.False(
                await Active(page)
                    .GetByLabel("Cost")
                    .EvaluateAsync<bool>(
                        """
                        (field, how) => {
                          if (how === 'compositionend')
                            field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '12' }));
                          const submits = [];
                          const hear = e => submits.push(e);
                          document.addEventListener('submit', hear, true);
                          field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true,
                            ctrlKey: how === 'control',
                            keyCode: how === 'compositionend' ? 13 : 229, isComposing: how === 'isComposing' }));
                          document.removeEventListener('submit', hear, true);
                          return submits.length > 0 || field.closest('.pane').hasAttribute('data-done');
                        }
                        """,
                        how
                    )
            );
            // Release the key that ended the composition.
            await Active(page).GetByLabel("Cost").DispatchEventAsync("keyup", new { key = "Enter" });
        }

        await using (var db = app.Database.CreateContext())
            Assert.Equal(0, await db.Labels.CountAsync());
        Assert.Equal(before, await Active(page).GetAttributeAsync("data-pane"));
        await Active(page).GetByLabel("Cost").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForConditionAsync(async () => await LabelsAsync(app) == 1);
    }

    [Theory]
    [InlineData("🎯Please mark the target here.", 18, 24, 18, 24)]
    [InlineData("🎯Please mark the target here.", 1, 8, 0, 8)]
    [InlineData("To 🎯", 0, 4, 0, 5)]
    [InlineData("👩🏽‍🚒 crews check the hydrants", 24, 32, 24, 32)]
    [InlineData("Line one\r\nLine two\r\nthe target here", 24, 30, 24, 30)]
    [InlineData("cafe\u0301 and naïve target", 16, 22, 16, 22)]
    public async Task Span_OfAnyText_CountsUtf16AndIncludesWholeCharacters(string output, int from, int to, int start, int end)
    {
        await using var app = await TestApp.StartAsync();
        await using var context = await browser.OpenAsync();
        var page = await OpenAsync(app, context, Event("k1", output));
        Assert.Equal(output, await Active(page).Locator("[data-output]").EvaluateAsync<string>("e => e.textContent"));
        await Active(page)
            .Locator("[data-output]")
            .EvaluateAsync(
                """
                (e, range) => {
                  const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
                  const nodes = [];
                  while (walker.nextNode()) nodes.push(walker.currentNode);
                  const at = place => {
                    for (const node of nodes) { if (place <= node.length) return [node, place]; place -= node.length; }
                  };
                  document.getSelection().setBaseAndExtent(...at(range[0]), ...at(range[1]));
                }
                """,
                new[] { from, to }
            );
        await Active(page).Locator("[data-span-type=bad]").ClickAsync();
        await Expect(Active(page).Locator("[data-output] mark")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Control+Enter");
        await page.WaitForConditionAsync(async () => await LabelsAsync(app) == 1);
        await using var db = app.Database.CreateContext();
        using var spans = JsonDocument.Parse(await db.LabelAnswers.Where(a => a.Criterion == "marks").Select(a => a.Value).SingleAsync());
        Assert.Equal(
            (start, end),
            (spans.RootElement[0].GetProperty("start").GetInt32(), spans.RootElement[0].GetProperty("end").GetInt32())
        );
    }

    private static ILocator Active(IPage page) => page.Locator(".pane:not([data-done])").First;

    private static string Event(string trace, string output) =>
        JsonSerializer.Serialize(
            new
            {
                trace_id = trace,
                task_type = "support.chat",
                task_id = trace,
                model_version = "v1",
                input = "A question.",
                output,
                outcome_metric_name = "resolved",
                outcome_metric_value = 0.1,
            }
        );

    [Fact]
    public async Task Enter_InTheSearchAndInTheConversation_SubmitsNothing()
    {
        await using var app = await TestApp.StartAsync();
        await using var context = await browser.OpenAsync();
        var text = string.Join(' ', Enumerable.Repeat("refund", 700));
        var page = await OpenAsync(app, context, Event("k1", text), Event("k2", text));
        var item = await Active(page).GetAttributeAsync("data-pane");
        await Active(page).GetByLabel("Find in conversation").FillAsync("refund");
        await Expect(Active(page).Locator("[data-found]")).ToContainTextAsync("1 of ");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Active(page).Locator("[data-found]")).ToContainTextAsync("2 of ");
        Assert.Equal(item, await Active(page).GetAttributeAsync("data-pane"));

        await page.Keyboard.PressAsync("Control+k");
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Search" })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("home");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(Journey.At(app, "/"));
        Assert.Equal(0, await LabelsAsync(app));
    }

    private static async Task<int> LabelsAsync(TestApp app)
    {
        await using var db = app.Database.CreateContext();
        return await db.Labels.CountAsync();
    }

    private static async Task<IPage> OpenAsync(TestApp app, IBrowserContext context, params string[] events)
    {
        await Journey.WithoutAuditAsync(app);
        var tenant = await app.EnsureTenantAsync("acme");
        await app.Get<IngestService>()
            .AcceptAsync(new IngestSource(tenant, "acme"), new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', events))));
        var rubric = await app.Get<RubricService>().ImportAsync("acme", "support.chat", Rubric, "test");
        Assert.Empty(rubric.Problems);
        var page = await Journey.SignInAsync(app, context, Role.Labeler);
        await page.GotoAsync(Journey.At(app, "/label/support.chat"));
        await Active(page).Locator(".criterion[data-active]").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return page;
    }

    /// <summary>Sends a key event as a keyboard of another layout does.</summary>
    private static async Task PressAsync(IPage page, string at, string key, string code, bool shift = false) =>
        await Active(page)
            .Locator(at)
            .EvaluateAsync(
                "(e, press) => { e.focus(); e.dispatchEvent(new KeyboardEvent('keydown', { ...press, bubbles: true, "
                    + "cancelable: true })); }",
                new
                {
                    key,
                    code,
                    shiftKey = shift,
                }
            );
}

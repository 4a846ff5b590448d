using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Data.Interactions;
using TriageConsole.Tests.Shared;
using static Microsoft.Playwright.Assertions;

namespace TriageConsole.Browser.Tests;

/// <summary>Conversations are shown correctly on every page: tools, parts, right-to-left text, and never as markup.</summary>
public sealed class ConversationJourneys(Browser browser)
{
    private const string Tool =
        """{"trace_id":"tool","task_type":"case.l06","task_id":"1","model_version":"m-1","output":"","messages":[{"rol"""
        + """e":"user","content":[{"type":"text","text":"Where is order 7?"},"""
        + """{"type":"image_url","image_url":{"url":"https://example.invalid/a.png"}}]},"""
        + """{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"find_orde"""
        + """r","arguments":"{\"id\":7,\"html\":\"<b>x</b>\"}"}}]},"""
        + """{"role":"tool","tool_call_id":"c1","content":"{\"state\":\"lost\"}"},"""
        + """{"role":"assistant","content":[{"type":"hologram","beam":3}]},"""
        + """{"role":"assistant","content":""}],"feedback":[{"feedback_type":"explicit","name":"rating","value":1,"user_i"""
        + """d":"u-1"}]}""";

    private const string Html =
        """{"trace_id":"html","task_type":"case.l06","task_id":"2","model_version":"m-1","input":"<input type=\"text\" """
        + """name=\"q\"><button>Go</button>","output":"</script><script>document.title='pwned'</script><img src=x """
        + """onerror=\"document.title='pwned'\">","segment":"<b>vip</b>","user_id":"u-<i>1</i>","feedback":[{"feedback_typ"""
        + """e":"explicit","name":"rating","value":1,"user_id":"u-1","comment":"<svg onload=alert(1)>"}]}""";

    private const string Arabic =
        """{"trace_id":"ar","task_type":"case.l06","task_id":"3","model_version":"m-1","input":"متى يصل الطلب رقم 4711 """
        + """(Express)؟","output":"يصل يوم الخميس. رقم التتبع: """
        + """AB-12/34.","segment":"ذهبي","feedback":[{"feedback_type":"explicit","name":"rating","value":1,"user_id":"u-1"}"""
        + """]}""";

    [Theory]
    [InlineData("/interactions/tool")]
    [InlineData("/golden/case.l06/tool")]
    [InlineData("/label/case.l06")]
    public async Task Tools_AndParts_AreReadableOnEveryPage(string address)
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app, "case.l06");
        await Journey.SendLinesAsync(app, [Tool]);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead, Role.Labeler);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(app, address));
        var conversation = page.Locator(".conversation");
        await Expect(conversation.Locator(".prose-pre").First).ToHaveTextAsync("Where is order 7?");
        await Expect(conversation.Locator(".tool-name")).ToHaveTextAsync(["image", "find_order()", "result · c1", "hologram"]);
        await Expect(conversation.Locator("pre").Nth(1)).ToContainTextAsync("<b>x</b>");
        await Expect(conversation.Locator("pre").Nth(3)).ToContainTextAsync("\"beam\": 3");
        Assert.Empty(complaints);
    }

    [Theory]
    [InlineData("/interactions/html")]
    [InlineData("/golden/case.l06/html")]
    [InlineData("/label/case.l06")]
    public async Task UntrustedMarkup_OnEveryPage_StaysText(string address)
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app, "case.l06");
        await Journey.SendLinesAsync(app, [Html]);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead, Role.Labeler);
        var complaints = Journey.Complaints(page);
        await page.GotoAsync(Journey.At(app, address));
        await Expect(page.Locator(".conversation")).ToContainTextAsync("<script>document.title='pwned'</script>");
        await Expect(page.Locator(".conversation")).ToContainTextAsync("<button>Go</button>");
        await Expect(
                page.Locator(".conversation img, .conversation button:not([data-copy], [data-unfold]), .conversation svg, .conversation b")
            )
            .ToHaveCountAsync(0);
        Assert.DoesNotContain("pwned", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.Empty(complaints);
    }

    [Theory]
    [InlineData("/interactions/ar")]
    [InlineData("/golden/case.l06/ar")]
    [InlineData("/label/case.l06")]
    public async Task RightToLeft_TextAndFields_HaveTheirOwnDirection(string address)
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app, "case.l06");
        await Journey.SendLinesAsync(app, [Arabic]);
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead, Role.Labeler);
        await page.GotoAsync(Journey.At(app, address));
        await Expect(page.Locator(".conversation .prose-pre").First).ToBeVisibleAsync();
        Assert.All(
            await page.Locator(".conversation .prose-pre").EvaluateAllAsync<string[]>("all => all.map(e => getComputedStyle(e).direction)"),
            d => Assert.Equal("rtl", d)
        );
        // Every element with right-to-left text has its direction, and so does every text field.
        Assert.Empty(
            await page.EvaluateAsync<string[]>(
                """
                () => [...document.querySelectorAll('main *')]
                    .filter(e => [...e.childNodes].some(
                      n => n.nodeType === 3 && /[\u0590-\u08ff]/.test(n.data)) && !e.closest('[dir=auto]'))
                    .map(e => e.outerHTML.slice(0, 120))
                """
            )
        );
        Assert.Empty(
            await page.EvaluateAsync<string[]>(
                """
                () => [...document.querySelectorAll('textarea, input')]
                    .filter(e => (e.tagName === 'TEXTAREA' || ['text', 'search', 'email', 'url'].includes(e.type)) && e.dir !== 'auto')
                    .map(e => e.outerHTML.slice(0, 120))
                """
            )
        );
    }

    [Fact]
    public async Task UnpairedSurrogates_InTheDatabase_DoNotBreakPages()
    {
        await using var app = await TestApp.StartAsync();
        await Journey.WithoutAuditAsync(app, "case.l06");
        await Journey.SendLinesAsync(app, [Tool]);
        await using (var db = app.Database.CreateContext())
            await db.Set<InteractionPayload>()
                .ExecuteUpdateAsync(s =>
                    s.SetProperty(p => p.Messages, @"[{""role"":""user"",""content"":""half \ud83d here""}]")
                        .SetProperty(p => p.Context, @"{""metadata"":{""\udc00"":""\ud800""}}")
                );
        await using var context = await browser.OpenAsync();
        var page = await Journey.SignInAsync(app, context, Role.Lead, Role.Labeler);
        foreach (var address in new[] { "/interactions/tool", "/golden/case.l06/tool", "/label/case.l06" })
        {
            await page.GotoAsync(Journey.At(app, address));
            await Expect(page.Locator(".conversation")).ToContainTextAsync("half � here");
        }
    }
}

using TriageConsole.Core.Common;
using TriageConsole.Features.Admin;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Components.Tests;

/// <summary>What the pages of tenants, redaction and erasures consist of.</summary>
public sealed class AdminFormTests : ComponentTest
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RedactionScopeRow[] Scopes = [new(7, "acme", null, "", false), new(8, "<i>other</i>", null, "", false)];

    [Fact]
    public void Tenants_HaveASwitchOnlyInADemo()
    {
        (TenantRow Tenant, bool On)? switched = null;
        TenantRow[] tenants =
        [
            new(1, "real", "<b>Real</b>", Noon.AddHours(-2), 3, IsDemo: false, null),
            new(2, "off", "Off", Noon, 1, IsDemo: true, null),
            new(3, "on", "On", Noon, 1, IsDemo: true, Noon.AddMinutes(-5)),
        ];
        var table = Render<TenantTable>(p =>
            p.Add(t => t.Tenants, tenants).Add(t => t.Now, Noon).Add(t => t.Switched, wanted => switched = wanted)
        );
        var rows = table.FindAll("tbody tr");
        Assert.Equal("<b>Real</b>", rows[0].QuerySelector("strong")!.TextContent);
        Assert.Contains("2 hours ago", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Empty(rows[0].QuerySelectorAll("button"));
        table.Find("button[aria-label='Start simulated traffic of Off']").Click();
        Assert.Equal((2L, true), (switched!.Value.Tenant.Id, switched.Value.On));
        table.Find("button[aria-label='Stop simulated traffic of On']").Click();
        Assert.Equal((3L, false), (switched!.Value.Tenant.Id, switched.Value.On));
        Assert.Equal("Since 2026-03-01 11:55:00 UTC", table.Find(".chip.accent").GetAttribute("title"));
    }

    [Fact]
    public void Tenants_WhileOneIsSwitched_HaveDisabledButtons()
    {
        var table = Render<TenantTable>(p =>
            p.Add(t => t.Tenants, [new TenantRow(2, "off", "Off", Noon, 1, IsDemo: true, null)])
                .Add(t => t.Now, Noon)
                .Add(t => t.Busy, true)
                .Add(t => t.Switched, _ => { })
        );
        Assert.True(table.Find("button").HasAttribute("disabled"));
    }

    [Fact]
    public void Redaction_ShowsTheSettings_AndSavesTheEditedOnes()
    {
        RedactionDefinition? saved = null;
        var form = RenderRedaction(
            new RedactionDefinition
            {
                Kinds = ["email"],
                Patterns = [new("customer", "KD-[0-9]{6}")],
                KeepRaw = true,
                RawDays = 9,
            },
            save: d => saved = d
        );
        Assert.Equal(
            "customer = KD-[0-9]{6}",
            form.FindAll("textarea")[0].GetAttribute("value") ?? form.FindAll("textarea")[0].TextContent
        );
        form.FindAll("textarea")[0].Change("a = x+\n\n  b=y=z  \nbroken");
        Check(form, "Phone numbers").Change(true);
        form.Find("form").Submit();
        Assert.Equal(["email", "phone"], saved!.Kinds);
        Assert.Equal([("a", "x+"), ("b", "y=z"), ("broken", "")], saved.Patterns.Select(p => (p.Name, p.Expression)));
        Assert.Equal((true, true, 9), (saved.Enabled, saved.KeepRaw, saved.RawDays));
    }

    [Fact]
    public void Redaction_IsTriedOnTheSample_WithoutSaving()
    {
        RedactionDefinition? saved = null;
        var form = RenderRedaction(new RedactionDefinition { Kinds = ["email"] }, save: d => saved = d);
        form.FindAll("textarea")[1].Change("Ask <b>anna@example.org</b>, +49 30 901820");
        Button(form, "Try settings").Click();
        Assert.Equal("Ask <b>[EMAIL_1]</b>, +49 30 901820", form.Find("pre").TextContent);
        Assert.Contains("Found: email.", form.Markup, StringComparison.Ordinal);
        Assert.Null(saved);
    }

    [Fact]
    public void Redaction_WithABadPattern_TellsItInsteadOfATrial()
    {
        Result? told = null;
        var form = RenderRedaction(new RedactionDefinition(), tried: r => told = r);
        form.FindAll("textarea")[0].Change("bad = (unclosed");
        Button(form, "Try settings").Click();
        Assert.False(told!.Ok);
        Assert.Empty(form.FindAll("pre"));
    }

    [Fact]
    public void Redaction_SwitchedOff_DisablesItsKinds_AndRemovingNeedsOwnSettings()
    {
        var form = RenderRedaction(new RedactionDefinition { Enabled = false });
        Assert.True(Check(form, "Phone numbers").HasAttribute("disabled"));
        Assert.DoesNotContain(form.FindAll("button"), b => b.TextContent.Contains("Remove these settings", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Erasure_ChecksTheForm_AsksOnce_AndEmptiesItAfterwards()
    {
        (long TenantId, string UserId, string Reason)? erased = null;
        var page = RenderInPage(builder =>
        {
            builder.OpenComponent<ErasureForm>(0);
            builder.AddAttribute(1, nameof(ErasureForm.Tenants), (IReadOnlyList<RedactionScopeRow>)Scopes);
            builder.AddAttribute(
                2,
                nameof(ErasureForm.Erased),
                (Func<(long, string, string), Task<bool>>)(
                    asked =>
                    {
                        erased = asked;
                        return Task.FromResult(true);
                    }
                )
            );
            builder.CloseComponent();
        });
        await page.Find("form").SubmitAsync();
        Assert.Empty(page.FindAll("[role=dialog]"));
        Assert.NotEmpty(page.FindAll(".mud-input-error"));
        await page.Find("input[maxlength='300']").ChangeAsync(new() { Value = "<u>u1</u>" });
        await page.FindAll("input[type=text]")[^1].ChangeAsync(new() { Value = "request 12" });
        await page.Find("form").SubmitAsync();
        Assert.Equal("<u>u1</u>", page.Find("[role=dialog] strong").TextContent);
        Assert.Null(erased);
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal((7, "<u>u1</u>", "request 12"), erased);
        Assert.Equal("", page.Find("input[maxlength='300']").GetAttribute("value") ?? "");
    }

    [Fact]
    public void Erasures_AreListedWithTheirCertificates()
    {
        var table = Render<ErasureTable>(p => p.Add(t => t.Rows, []));
        Assert.Contains("No user has been erased.", table.Markup, StringComparison.Ordinal);
        table = Render<ErasureTable>(p => p.Add(t => t.Rows, [new ErasureRow(5, "acme", "u1", "key <1>", "request 12", Noon)]));
        Assert.Equal("/exports/erasures/5", table.Find("a[download]").GetAttribute("href"));
        Assert.Contains("key <1>", table.Find("tbody tr").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<RedactionForm> RenderRedaction(
        RedactionDefinition definition,
        Action<RedactionDefinition>? save = null,
        Action<Result?>? tried = null
    ) =>
        Render<RedactionForm>(p =>
            p.Add(f => f.Definition, definition)
                .Add(f => f.Saved, save ?? (_ => { }))
                .Add(f => f.Reset, () => { })
                .Add(f => f.Tried, tried ?? (_ => { }))
        );

    private static AngleSharp.Dom.IElement Check(IRenderedComponent<RedactionForm> form, string label) =>
        form.FindAll("label").Single(l => l.TextContent.Trim() == label).QuerySelector("input")!;

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<RedactionForm> form, string text) =>
        form.FindAll("button").Single(b => b.TextContent.Contains(text, StringComparison.Ordinal));
}

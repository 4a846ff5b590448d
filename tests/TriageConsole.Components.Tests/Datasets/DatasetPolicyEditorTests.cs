using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;
using TriageConsole.Core.Datasets;

namespace TriageConsole.Components.Tests.Datasets;

/// <summary>The form of a policy and its JSON.</summary>
public sealed class DatasetPolicyEditorTests : ComponentTest
{
    private const string Json = "Policy (JSON)";

    [Fact]
    public async Task Fields_ChangeTheirPropertiesOfThePolicy()
    {
        var page = Open(new DatasetPolicy());
        await ChangeAsync(page, "Days before the build", "30");
        await ChangeAsync(page, "End (UTC)", "2026-03-01T12:00");
        await ChangeAsync(page, "Segments", "first\n\n  second part ");
        await ChangeAsync(page, "Countries", "DE\nAT");
        await ChangeAsync(page, "Compliance domain", " eu ");
        await ChangeAsync(page, "Minimum labelers", "2");
        await ChangeAsync(page, "Minimum certainty", "0.9");
        await ChangeAsync(page, "Consent scopes", "training\nresearch");
        await ChangeAsync(page, "Maximum rows per pattern", "40");
        await ChangeAsync(page, "Seed", "summer");
        await CheckAsync(page, "country is AQ", true);
        await CheckAsync(page, "LLM judges", true);
        await CheckAsync(page, "Imported labels", false);
        await CheckAsync(page, "Weigh rows by the trust in their labelers", true);
        await CheckAsync(page, "One row per input", false);
        await CheckAsync(page, "Leave out rows with personal data; otherwise they stop the build", true);
        await CheckAsync(page, "Leave messages of tools out of the input; otherwise their interactions are left out", true);
        var expected = new DatasetPolicy
        {
            Days = 30,
            To = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
            Segments = ["first", "second part"],
            Countries = ["DE", "AT"],
            Domain = "eu",
            MinLabels = 2,
            MinCertainty = 0.9,
            Consent = ["training", "research"],
            MaxPerPattern = 40,
            Seed = "summer",
            Patterns = [8],
            LabelSources = ["person", "judge"],
            TrustWeights = true,
            Dedupe = false,
            DropPersonalData = true,
            SkipToolMessages = true,
        };
        Assert.Equal(expected.ToCanonicalJson(), Policy(page)!.ToCanonicalJson());
        Assert.Empty(page.FindAll(".mud-input-error"));
    }

    [Fact]
    public async Task Splits_AreRenamedSharedAddedAndRemoved()
    {
        var page = Open(new DatasetPolicy());
        await page.Find("button[aria-label='Remove split 3']").ClickAsync(new());
        Assert.Contains("The shares must sum to 1, not 0.9.", page.Markup, StringComparison.Ordinal);
        await ChangeAsync(page, "Share of split 2, %", "7");
        await Button(page, "Add split").ClickAsync(new());
        await ChangeAsync(page, "Name of split 3", "late");
        await ChangeAsync(page, "Share of split 3, %", "13");
        Assert.Equal<SplitShare>([new("train", 0.8), new("validation", 0.07), new("late", 0.13)], Policy(page)!.Splits);
        Assert.DoesNotContain("The shares must", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Days before the build", "0", "A whole number from 1 to 3660.")]
    [InlineData("Minimum certainty", "2", "A number from 0 to 1.")]
    [InlineData("Consent scopes", "", "Enter at least one consent scope. Interactions without consent are never included.")]
    [InlineData("Compliance domain", "eu", "A compliance domain needs the countries that belong to it.")]
    [InlineData("Maximum rows per pattern", "0", "A whole number of at least 1.")]
    public async Task WrongValue_IsNamedAtItsField(string label, string value, string problem)
    {
        var page = Open(new DatasetPolicy());
        await ChangeAsync(page, label, value);
        var field = Field(page, label);
        while (field is not null && !field.ClassList.Contains("mud-input-control"))
            field = field.ParentElement;
        Assert.Contains(problem, field!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TimeThatEndsBeforeItsStart_IsNamedAtTheStart()
    {
        var page = Open(new DatasetPolicy());
        await ChangeAsync(page, "Start (UTC)", "2026-03-02T00:00");
        await ChangeAsync(page, "End (UTC)", "2026-03-01T00:00");
        Assert.Equal("The start must be before the end.", page.FindAll(".field .error").Single().TextContent);
        Assert.True(Field(page, "Days before the build").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Json_AndForm_ShowTheSameValue()
    {
        var page = Open(new DatasetPolicy { Patterns = [7, 99] });
        Assert.True(Check(page, "model is <b>a</b>").HasAttribute("checked"));
        Assert.True(Check(page, "Pattern 99, which the workflow does not have").HasAttribute("checked"));
        await ChangeAsync(page, "Days before the build", "21");
        await CheckAsync(page, "Edit as JSON", true);
        Assert.Contains("\"days\": 21", Text(page), StringComparison.Ordinal);
        await ChangeAsync(page, Json, """{"kind":"preference","days":3,"patterns":[8]}""");
        Assert.Equal((DatasetKind.Preference, 3), (Policy(page)!.Kind, Policy(page)!.Days));
        await CheckAsync(page, "Edit as JSON", false);
        Assert.Equal("3", Field(page, "Days before the build").GetAttribute("value"));
        Assert.True(Check(page, "country is AQ").HasAttribute("checked"));
        Assert.Contains("Formats: preference, chat, evaluation, csv", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JsonThatIsNoPolicy_IsRefused_AndKeptUntilItIsCorrected()
    {
        var page = Open(new DatasetPolicy());
        await CheckAsync(page, "Edit as JSON", true);
        await ChangeAsync(page, Json, """{"no_such":1}""");
        Assert.Null(Policy(page));
        Assert.Contains("The policy is not valid", page.Markup, StringComparison.Ordinal);
        Assert.Equal("""{"no_such":1}""", Text(page));
        Assert.True(Check(page, "Edit as JSON").HasAttribute("disabled"));
        // A policy with a wrong value can be shown as a form, which names it at the field.
        await ChangeAsync(page, Json, """{"min_labels":0}""");
        Assert.Equal("min_labels: A whole number from 1 to 100.", page.Find("ul[role=alert] li").TextContent);
        await CheckAsync(page, "Edit as JSON", false);
        Assert.Contains("A whole number from 1 to 100.", page.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<IComponent> Open(DatasetPolicy policy) =>
        RenderInPage(builder =>
        {
            builder.OpenComponent<PolicyHost>(0);
            builder.AddComponentParameter(1, nameof(PolicyHost.Start), policy);
            builder.CloseComponent();
        });

    private static DatasetPolicy? Policy(IRenderedComponent<IComponent> page) => page.FindComponent<PolicyHost>().Instance.Current;

    private static IElement Field(IRenderedComponent<IComponent> page, string label) =>
        page.Find("#" + page.FindAll("label").Single(l => l.TextContent.Trim() == label).GetAttribute("for"));

    private static IElement Check(IRenderedComponent<IComponent> page, string label) =>
        page.FindAll("label").Single(l => l.TextContent.Trim() == label).QuerySelector("input")!;

    private static IElement Button(IRenderedComponent<IComponent> page, string text) =>
        page.FindAll("button").Single(b => b.TextContent.Contains(text, StringComparison.Ordinal));

    private static string Text(IRenderedComponent<IComponent> page)
    {
        var field = Field(page, Json);
        return field.GetAttribute("value") ?? field.TextContent;
    }

    private static Task ChangeAsync(IRenderedComponent<IComponent> page, string label, string value) =>
        Field(page, label).ChangeAsync(new ChangeEventArgs { Value = value });

    private static Task CheckAsync(IRenderedComponent<IComponent> page, string label, bool value) =>
        Check(page, label).ChangeAsync(new ChangeEventArgs { Value = value });
}

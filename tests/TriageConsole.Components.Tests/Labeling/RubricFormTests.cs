using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;
using TriageConsole.Core.Rubrics;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Components.Tests.Labeling;

public sealed class RubricFormTests : ComponentTest
{
    private AnswerSheet sheet = null!;
    private int edits;
    private int submits;

    [Fact]
    public async Task YesNo_StoresTheAnswer_AndHasDigits()
    {
        var form = Form(
            new Criterion
            {
                Key = "ok",
                Kind = CriterionKind.YesNo,
                Label = "Acceptable?",
                Required = true,
            }
        );
        Assert.Equal(["1", "2"], Keys(form));
        Assert.Null(form.Find("form").GetAttribute("data-ready"));
        await form.Find("input[value=yes]").ChangeAsync(new() { Value = "yes" });
        Assert.Equal(("yes", 1), (sheet.Answers["ok"], edits));
        Assert.Equal("yes", form.Find("form").GetAttribute("data-ready"));
        Assert.Equal("yes", form.Find(".criterion").GetAttribute("data-answered"));
    }

    [Fact]
    public async Task OneOf_OffersItsOptions()
    {
        var form = Form(
            new Criterion
            {
                Key = "k",
                Kind = CriterionKind.OneOf,
                Label = "Kind",
                Options = [new("a", "Alpha"), new("b", "Beta")],
            }
        );
        Assert.Equal(["Alpha", "Beta"], form.FindAll(".option span").Select(o => o.TextContent));
        await form.Find("input[value=b]").ChangeAsync(new() { Value = "b" });
        Assert.Equal("b", sheet.Answers["k"]);
    }

    [Fact]
    public async Task ManyOf_AddsAndRemoves()
    {
        var form = Form(
            new Criterion
            {
                Key = "m",
                Kind = CriterionKind.ManyOf,
                Label = "Problems",
                Options = [new("a", "A"), new("b", "B")],
            }
        );
        await form.FindAll("input[type=checkbox]")[0].ChangeAsync(new() { Value = true });
        await form.FindAll("input[type=checkbox]")[1].ChangeAsync(new() { Value = true });
        Assert.Equal(["a", "b"], AnswerValidation.ManyOf(sheet.Answers["m"]));
        await form.FindAll("input[type=checkbox]")[0].ChangeAsync(new() { Value = false });
        await form.FindAll("input[type=checkbox]")[1].ChangeAsync(new() { Value = false });
        Assert.False(sheet.Answers.ContainsKey("m"));
    }

    [Fact]
    public void Ordinal_UsesItsStepsAsKeys_AndShowsAnchors()
    {
        var form = Form(
            new Criterion
            {
                Key = "s",
                Kind = CriterionKind.Ordinal,
                Label = "Score",
                Min = 1,
                Max = 5,
                Anchors = [new(1, "Bad"), new(5, "Good")],
            }
        );
        Assert.Equal(["1", "2", "3", "4", "5"], Keys(form));
        Assert.Equal(["Bad", "2", "3", "4", "Good"], form.FindAll(".option span").Select(o => o.TextContent));
    }

    [Fact]
    public async Task Number_TakesTypedText()
    {
        var form = Form(
            new Criterion
            {
                Key = "n",
                Kind = CriterionKind.Number,
                Label = "Minutes",
                Min = 0,
                Max = 60,
            }
        );
        var input = form.Find("input[type=number]");
        Assert.Equal(("0", "60"), (input.GetAttribute("min"), input.GetAttribute("max")));
        await input.InputAsync(new ChangeEventArgs { Value = "12" });
        Assert.Equal("12", sheet.Answers["n"]);
    }

    [Fact]
    public async Task Text_IsNotOverwrittenByALaterRender()
    {
        var form = Form(
            new Criterion
            {
                Key = "t",
                Kind = CriterionKind.Text,
                Label = "Note",
            }
        );
        await form.Find("textarea").InputAsync(new ChangeEventArgs { Value = "typed" });
        Assert.Equal("typed", sheet.Answers["t"]);
        form.Render();
        Assert.Null(form.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public void Spans_OfferTheirTypes()
    {
        var form = Form(
            new Criterion
            {
                Key = "x",
                Kind = CriterionKind.Spans,
                Label = "Mark",
                SpanTypes = [new("bad", "Wrong"), new("good", "Right")],
            }
        );
        Assert.Equal(["bad", "good"], form.FindAll("[data-span-type]").Select(b => b.GetAttribute("data-span-type")));
    }

    [Fact]
    public async Task Spans_AreStoredWithTheirPlace_AndRemoved()
    {
        var form = Form(
            new Criterion
            {
                Key = "x",
                Kind = CriterionKind.Spans,
                Label = "Mark",
                SpanTypes = [new("bad", "Wrong")],
            }
        );
        await form.Find("[data-span-sink]").ChangeAsync(new() { Value = "0,3,bad" });
        Assert.Equal((0, 3, "bad"), AnswerValidation.Spans(sheet.Answers["x"]).Select(s => (s.Start, s.End, s.Type)).Single());
        await form.Find("button[aria-label='Remove this mark']").ClickAsync(new());
        Assert.False(sheet.Answers.ContainsKey("x"));
    }

    [Fact]
    public async Task Correction_BeginsWithTheResponse()
    {
        var form = Form(
            new Criterion
            {
                Key = "c",
                Kind = CriterionKind.Correction,
                Label = "Correction",
            }
        );
        Assert.Empty(form.FindAll("textarea"));
        await form.Find("[data-opens-text]").ClickAsync(new());
        Assert.Equal("The answer.", form.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public async Task Preference_StoresWhichResponse_WhateverItsSide()
    {
        var form = Form(
            new Criterion
            {
                Key = "p",
                Kind = CriterionKind.Preference,
                Label = "Better",
            }
        );
        await form.FindAll("input[type=radio]")[0].ChangeAsync(new() { Value = true });
        Assert.Equal(sheet.ThisIsFirst ? "this" : "other", sheet.Answers["p"]);
        Assert.Equal(["A is better", "B is better", "No difference"], form.FindAll(".option span").Select(o => o.TextContent));
    }

    [Fact]
    public async Task Condition_ShowsAndHidesACriterion()
    {
        var form = Form(
            new Criterion
            {
                Key = "ok",
                Kind = CriterionKind.YesNo,
                Label = "Acceptable?",
            },
            new Criterion
            {
                Key = "why",
                Kind = CriterionKind.Text,
                Label = "Why",
                ShownIf = new ShownIf("ok", ["no"]),
            }
        );
        Assert.Empty(form.FindAll("[data-criterion=why]"));
        await form.Find("input[value=no]").ChangeAsync(new() { Value = "no" });
        Assert.Single(form.FindAll("[data-criterion=why]"));
        await form.Find("input[value=yes]").ChangeAsync(new() { Value = "yes" });
        Assert.Empty(form.FindAll("[data-criterion=why]"));
    }

    [Fact]
    public async Task MissingAnswer_IsNamedAtItsCriterion()
    {
        var form = Form(
            new Criterion
            {
                Key = "ok",
                Kind = CriterionKind.YesNo,
                Label = "Acceptable?",
                Required = true,
            }
        );
        await form.InvokeAsync(() => sheet.Check());
        Assert.Equal("yes", form.Find(".criterion").GetAttribute("data-problem"));
        Assert.NotEmpty(form.Find(".criterion [role=alert]").TextContent);
    }

    [Fact]
    public async Task Submit_IsReported()
    {
        await Form(
                new Criterion
                {
                    Key = "t",
                    Kind = CriterionKind.Text,
                    Label = "Note",
                }
            )
            .Find("form")
            .SubmitAsync();
        Assert.Equal(1, submits);
    }

    [Fact]
    public async Task Flag_AndNotice_AreShown()
    {
        var form = Form(
            new Criterion
            {
                Key = "t",
                Kind = CriterionKind.Text,
                Label = "Note",
            }
        );
        Assert.Empty(form.FindAll(".notice"));
        await form.InvokeAsync(() =>
        {
            sheet.SetFlag(true);
            sheet.Say("Your lease of this item has ended.");
        });
        Assert.Equal("flagged", form.Find(".chip").TextContent);
        Assert.Equal("Your lease of this item has ended.", form.Find(".notice").TextContent);
    }

    [Fact]
    public void UntrustedTexts_StayText()
    {
        var form = Form(
            new Criterion
            {
                Key = "t",
                Kind = CriterionKind.Text,
                Label = "<img src=x>",
                Help = "<b>x</b>",
            }
        );
        Assert.Empty(form.FindAll("img, b"));
        Assert.Contains("<img src=x>", form.Find("legend").TextContent, StringComparison.Ordinal);
    }

    private static string[] Keys(IRenderedComponent<RubricForm> form) =>
        [.. form.FindAll("input[data-key]").Select((IElement i) => i.GetAttribute("data-key")!)];

    private IRenderedComponent<RubricForm> Form(params Criterion[] criteria)
    {
        sheet = new AnswerSheet(new RubricDefinition("Quality", "", criteria), 7, "The answer.", new Dictionary<string, string>());
        return Render<RubricForm>(p =>
            p.Add(f => f.Sheet, sheet)
                .Add(f => f.Edited, () => edits++)
                .Add(f => f.Submitted, EventCallback.Factory.Create(this, () => submits++))
        );
    }
}

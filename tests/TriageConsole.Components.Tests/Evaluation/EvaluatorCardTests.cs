using Microsoft.AspNetCore.Components;
using TriageConsole.Core.Common;
using TriageConsole.Core.Evaluation;
using TriageConsole.Features.Evaluation.Evaluators;

namespace TriageConsole.Components.Tests.Evaluation;

public sealed class EvaluatorCardTests : ComponentTest
{
    private int changes;

    [Fact]
    public async Task Field_IsEdited_AndItsErrorIsAtTheField()
    {
        var edit = new EvaluatorEdit { Kind = EvaluatorKinds.Find("regex")!, Key = "regex" };
        var card = Open(edit, new FieldProblem("evaluators[0].pattern", "is not a valid regular expression"));
        Assert.Contains("is not a valid regular expression", card.Markup, StringComparison.Ordinal);
        var field = card.FindAll("label").Single(l => l.TextContent.StartsWith("Expression", StringComparison.Ordinal)).GetAttribute("for");
        await card.Find($"#{field}").ChangeAsync(new ChangeEventArgs { Value = "way" });
        Assert.Equal(("way", 1), (edit["pattern"], changes));
    }

    [Fact]
    public void ProblemOfAnotherEvaluator_IsNotShown() =>
        Assert.DoesNotContain(
            "is missing",
            Open(
                new EvaluatorEdit { Kind = EvaluatorKinds.Find("pii")!, Key = "pii" },
                new FieldProblem("evaluators[1].key", "is missing")
            ).Markup,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Decides_CanBeTurnedOff()
    {
        var edit = new EvaluatorEdit { Kind = EvaluatorKinds.Find("pii")!, Key = "pii" };
        var card = Open(edit);
        await card.Find("input[type=checkbox]").ChangeAsync(new ChangeEventArgs { Value = false });
        Assert.False(edit.Counts);
    }

    private IRenderedComponent<EvaluatorCard> Open(EvaluatorEdit edit, params FieldProblem[] problems) =>
        Render<EvaluatorCard>(p =>
            p.Add(c => c.Edit, edit).Add(c => c.At, 0).Add(c => c.Problems, problems).Add(c => c.OnChange, () => changes++)
        );
}

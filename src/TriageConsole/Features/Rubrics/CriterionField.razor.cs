using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using TriageConsole.Core;
using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Rubrics;

/// <summary>
/// One criterion of the form. Keys operate native controls, so the browser shows a choice before the server processes it.
/// </summary>
public sealed partial class CriterionField : ComponentBase
{
    /// <summary>The initial value of a text field. After that the browser owns the text, so a late render does not overwrite it.</summary>
    private string? initial;
    private bool correcting;
    private (string? Answer, string? Problem, bool Correcting)? drawn;

    [Parameter, EditorRequired]
    public AnswerSheet Sheet { get; set; } = null!;

    [Parameter, EditorRequired]
    public Criterion Criterion { get; set; } = null!;

    [Parameter, EditorRequired]
    public Action Changed { get; set; } = null!;

    private string? Answer => Sheet.Answers.GetValueOrDefault(Criterion.Key);

    private SuggestedAnswer? Suggested => Sheet.Suggestions.GetValueOrDefault(Criterion.Key);

    private string? Problem => Sheet.Problems.GetValueOrDefault(Criterion.Key);

    private string Name => $"c{Sheet.InteractionId}-{Criterion.Key}";

    private string HelpId => $"h{Sheet.InteractionId}-{Criterion.Key}";

    private string Kind => JsonNamingPolicy.SnakeCaseLower.ConvertName(Criterion.Kind.ToString());

    private IReadOnlyList<string> Chosen => AnswerValidation.ManyOf(Answer);

    private IReadOnlyList<AnswerSpan> Marks => AnswerValidation.Spans(Answer);

    /// <summary>What a criterion of scope turn is about.</summary>
    private string? Turn =>
        Criterion.Message is { } message ? $"message {message + 1}"
        : Criterion.Scope == CriterionScope.Turn ? "each message"
        : null;

    private bool Inline => Criterion.Kind is CriterionKind.YesNo or CriterionKind.Preference;

    private IEnumerable<(string Value, string Label, string? Key, string? Help)> Choices =>
        Criterion.Kind switch
        {
            CriterionKind.YesNo => new[] { "yes", "no" }.Select(
                (v, i) =>
                    (
                        v,
                        Criterion.Options.FirstOrDefault(o => o.Value == v)?.Label ?? (v == "yes" ? "Yes" : "No"),
                        Digit(i + 1),
                        (string?)null
                    )
            ),
            CriterionKind.Preference =>
            [
                (Sheet.ThisIsFirst ? "this" : "other", "A is better", "1", null),
                (Sheet.ThisIsFirst ? "other" : "this", "B is better", "2", null),
                ("tie", "No difference", "3", null),
            ],
            CriterionKind.Ordinal => Criterion.ScaleSteps().Select(Step),
            CriterionKind.Spans => Criterion.SpanTypes.Select((o, i) => (o.Value, o.Label, Digit(i + 1), o.Help)),
            _ => Criterion.Options.Select((o, i) => (o.Value, o.Label, Digit(i + 1), o.Help)),
        };

    protected override void OnInitialized()
    {
        initial = Answer;
        correcting = Answer is not null;
    }

    /// <summary>A long conversation has many questions, and an answer changes only one of them.</summary>
    protected override bool ShouldRender()
    {
        var now = (Answer, Problem, correcting);
        if (Criterion.Message is not null && drawn == now)
            return false;
        drawn = now;
        return true;
    }

    private static string? Digit(int number) =>
        number switch
        {
            <= 9 => number.ToString(CultureInfo.InvariantCulture),
            10 => "0",
            _ => null,
        };

    /// <summary>A step has its own digit as key if all steps are single digits.</summary>
    private (string Value, string Label, string? Key, string? Help) Step(double value, int index)
    {
        var text = AnswerValidation.NumberText(value);
        var own = Criterion.ScaleSteps().All(s => s is >= 0 and <= 9 && s == Math.Floor(s));
        var meaning = Criterion.Anchors.FirstOrDefault(a => Math.Abs(a.Value - value) < 1e-9)?.Label;
        return (
            text,
            meaning is null ? text
            : own ? meaning
            : $"{text}: {meaning}",
            own ? text : Digit(index + 1),
            null
        );
    }

    private void Set(string? value)
    {
        Sheet.Set(Criterion.Key, value);
        Changed();
    }

    private void Toggle(string value) => Set(Chosen.Contains(value) ? Text(Chosen.Where(v => v != value)) : Text(Chosen.Append(value)));

    private static string? Text(IEnumerable<string> values) =>
        values.ToList() is { Count: > 0 } list ? AnswerValidation.ToText(list) : null;

    private void Typed(ChangeEventArgs args)
    {
        var hadProblem = Problem is not null;
        Sheet.Set(Criterion.Key, (string?)args.Value);
        Changed();
        if (hadProblem)
            StateHasChanged();
    }

    private void Correct()
    {
        correcting = true;
        initial = Sheet.AnswerText;
    }

    /// <summary>The page's script writes "start,end,type" into the hidden field.</summary>
    private void AddMark(ChangeEventArgs args)
    {
        var parts = ((string?)args.Value ?? "").Split(',', 3);
        if (
            parts.Length < 3
            || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var start)
            || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out var end)
        )
            return;
        var answer = Sheet.AnswerText;
        // An offset can be inside a surrogate pair. The mark then includes the whole character.
        if (!Texts.IsBoundary(answer, start))
            start--;
        if (!Texts.IsBoundary(answer, end))
            end++;
        var mark = new AnswerSpan(start, end, parts[2]);
        if (!mark.Fits(answer) || Criterion.SpanTypes.All(t => t.Value != mark.Type))
            return;
        Set(AnswerValidation.ToText(Marks.Append(mark).Distinct().OrderBy(m => m.Start)));
    }

    private void RemoveMark(AnswerSpan mark) =>
        Set(Marks.Where(m => m != mark).ToList() is { Count: > 0 } rest ? AnswerValidation.ToText(rest) : null);

    private string Quote(AnswerSpan mark)
    {
        var answer = Sheet.AnswerText;
        return mark.Fits(answer) ? Texts.Cut(answer[mark.Start..mark.End], 49) : "";
    }
}

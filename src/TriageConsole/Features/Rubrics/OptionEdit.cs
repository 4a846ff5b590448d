using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Rubrics;

public sealed class OptionEdit
{
    public string Value { get; set; } = "";

    /// <summary>The value is published or was typed, so it no longer follows the label.</summary>
    public bool ValueIsFixed { get; set; }

    public string Label { get; set; } = "";

    public string Help { get; set; } = "";

    public bool MarksFailure { get; set; }

    public string Severity { get; set; } = "";

    public string ErrorType { get; set; } = "";

    public static OptionEdit Of(CriterionOption o)
    {
        var edit = new OptionEdit();
        edit.Take(o);
        return edit;
    }

    public static string? OrNull(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    public void Take(CriterionOption o) =>
        (Value, ValueIsFixed, Label, Help, MarksFailure, Severity, ErrorType) = (
            o.Value,
            true,
            o.Label,
            o.Help ?? "",
            o.MarksFailure,
            o.Severity ?? "",
            o.ErrorType ?? ""
        );

    public bool IsPlain(string label) =>
        Label == label && Help.Length == 0 && !MarksFailure && Severity.Length == 0 && ErrorType.Length == 0;

    public CriterionOption ToOption() =>
        new(Value.Trim(), Label.Trim().Length > 0 ? Label.Trim() : Value.Trim())
        {
            Help = OrNull(Help),
            MarksFailure = MarksFailure,
            Severity = OrNull(Severity),
            ErrorType = OrNull(ErrorType),
        };
}

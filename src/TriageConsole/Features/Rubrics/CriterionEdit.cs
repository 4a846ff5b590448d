using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Rubrics;

public sealed class CriterionEdit
{
    public string Key { get; set; } = "";

    /// <summary>The key is in a published version or was typed, so it no longer follows the text of the question.</summary>
    public bool KeyIsFixed { get; set; }

    public CriterionKind Kind { get; set; } = CriterionKind.YesNo;

    public string Label { get; set; } = "";

    public string Help { get; set; } = "";

    public bool Required { get; set; }

    /// <summary>Asked for each message instead of the whole interaction.</summary>
    public bool IsPerTurn { get; set; }

    /// <summary>Marks, corrections and preferences are about the response, so they are not asked for each message.</summary>
    public bool CanBePerTurn => Kind is not (CriterionKind.Spans or CriterionKind.Correction or CriterionKind.Preference);

    public List<OptionEdit> Options { get; } = [];

    public double? Min { get; set; }

    public double? Max { get; set; }

    public double? Step { get; set; }

    public List<OptionEdit> SpanTypes { get; } = [];

    /// <summary>For ordinal criteria, by step of the scale.</summary>
    public Dictionary<double, OptionEdit> Anchors { get; } = [];

    /// <summary>For yes_no criteria: which answer marks a failure, and the names of the two answers.</summary>
    public OptionEdit Yes { get; } = new() { Value = "yes", Label = "Yes" };

    public OptionEdit No { get; } = new() { Value = "no", Label = "No" };

    public string ShownIfCriterion { get; set; } = "";

    public List<string> ShownIfIn { get; } = [];

    public static CriterionEdit Of(Criterion c)
    {
        var edit = new CriterionEdit
        {
            Key = c.Key,
            KeyIsFixed = true,
            Kind = c.Kind,
            Label = c.Label,
            Help = c.Help ?? "",
            Required = c.Required,
            IsPerTurn = c.Scope == CriterionScope.Turn,
            Min = c.Min,
            Max = c.Max,
            Step = c.Step,
            ShownIfCriterion = c.ShownIf?.Criterion ?? "",
        };
        if (c.Kind == CriterionKind.YesNo)
            foreach (var option in c.Options)
                (option.Value == "yes" ? edit.Yes : edit.No).Take(option);
        else
            edit.Options.AddRange(c.Options.Select(OptionEdit.Of));
        edit.SpanTypes.AddRange(c.SpanTypes.Select(OptionEdit.Of));
        foreach (var anchor in c.Anchors)
            edit.Anchors[anchor.Value] = new OptionEdit { Label = anchor.Label, MarksFailure = anchor.MarksFailure };
        edit.ShownIfIn.AddRange(c.ShownIf?.In ?? []);
        return edit;
    }

    public Criterion ToCriterion() =>
        new()
        {
            Key = Key.Trim(),
            Kind = Kind,
            Label = Label.Trim(),
            Help = OptionEdit.OrNull(Help),
            Required = Required,
            Scope = IsPerTurn && CanBePerTurn ? CriterionScope.Turn : CriterionScope.Interaction,
            Options = Kind switch
            {
                CriterionKind.OneOf or CriterionKind.ManyOf => Options.Select(o => o.ToOption()).ToList(),
                // Included only if the option has settings or was stored before.
                CriterionKind.YesNo => new[] { (Yes, "Yes"), (No, "No") }
                    .Where(o => o.Item1.ValueIsFixed || !o.Item1.IsPlain(o.Item2))
                    .Select(o => o.Item1.ToOption())
                    .ToList(),
                _ => [],
            },
            Min = HasScale ? Min : null,
            Max = HasScale ? Max : null,
            Step = HasScale ? Step : null,
            Anchors =
                Kind == CriterionKind.Ordinal
                    ? Anchors
                        .Where(a => a.Value.Label.Trim().Length > 0 && Steps().Contains(a.Key))
                        .OrderBy(a => a.Key)
                        .Select(a => new ScaleAnchor(a.Key, a.Value.Label.Trim()) { MarksFailure = a.Value.MarksFailure })
                        .ToList()
                    : [],
            SpanTypes = Kind == CriterionKind.Spans ? SpanTypes.Select(o => o.ToOption()).ToList() : [],
            ShownIf = ShownIfCriterion.Length > 0 ? new ShownIf(ShownIfCriterion, ShownIfIn.ToList()) : null,
        };

    private bool HasScale => Kind is CriterionKind.Ordinal or CriterionKind.Number;

    /// <summary>The steps of the scale as far as it is complete. Empty if it would have too many steps.</summary>
    public IReadOnlyList<double> Steps()
    {
        if (Min is not { } min || Max is not { } max || Step is <= 0 || max < min || (max - min) / (Step ?? 1) >= RubricParser.MaxOptions)
            return [];
        return new Criterion
        {
            Key = Key,
            Kind = CriterionKind.Ordinal,
            Label = Label,
            Min = min,
            Max = max,
            Step = Step,
        }
            .ScaleSteps()
            .ToList();
    }

    /// <summary>The possible answers, for a condition of another criterion. Empty for texts and numbers.</summary>
    public IReadOnlyList<(string Value, string Label)> PossibleAnswers() =>
        Kind switch
        {
            CriterionKind.YesNo => [("yes", Yes.Label), ("no", No.Label)],
            CriterionKind.OneOf or CriterionKind.ManyOf => Options.Where(o => o.Value.Length > 0).Select(o => (o.Value, o.Label)).ToList(),
            CriterionKind.Ordinal => Steps().Select(s => (AnswerValidation.NumberText(s), AnswerValidation.NumberText(s))).ToList(),
            CriterionKind.Preference => [("this", "this answer"), ("other", "the other"), ("tie", "no difference")],
            _ => [],
        };
}

namespace TriageConsole.Core.Evaluation;

/// <summary>What an evaluator looks at.</summary>
public enum EvaluatorFamily
{
    /// <summary>The output itself, or beside the expected one.</summary>
    Check,

    /// <summary>The output beside what was retrieved, or what was retrieved itself.</summary>
    Retrieval,

    /// <summary>What must not be in an output.</summary>
    Policy,

    /// <summary>A program of the server's admin.</summary>
    Command,

    /// <summary>A language model that answers the rubric.</summary>
    Judge,
}

/// <summary>What a setting holds.</summary>
public enum EvaluatorFieldType
{
    /// <summary>A line of text.</summary>
    Text,

    /// <summary>Text of several lines.</summary>
    LongText,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>One of <see cref="EvaluatorField.Choices"/>.</summary>
    Choice,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>A regular expression.</summary>
    Pattern,

    /// <summary>A list of regular expressions.</summary>
    Patterns,

    /// <summary>A JSON Schema, see <see cref="JsonSchemaCheck"/>.</summary>
    Schema,
}

/// <summary>One setting of a kind of evaluator: what the parser checks, the form shows and the documentation says.</summary>
/// <param name="Name">In JSON, snake_case.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Label">Above the form's field.</param>
public sealed record EvaluatorField(string Name, EvaluatorFieldType Type, string Label)
{
    /// <summary>Below the form's field.</summary>
    public string? Help { get; init; }

    /// <summary>It must be set.</summary>
    public bool Required { get; init; }

    /// <summary>What holds where it is not set: a text, a number, a flag; null for nothing.</summary>
    public object? Default { get; init; }

    /// <summary>Of numbers.</summary>
    public double? Min { get; init; }

    /// <summary>Of numbers.</summary>
    public double? Max { get; init; }

    /// <summary>Of choices.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}

/// <summary>A kind of evaluator.</summary>
/// <param name="Name">In JSON, snake_case.</param>
/// <param name="Family">What it looks at.</param>
/// <param name="Label">For people.</param>
/// <param name="Help">What it says, and when it does not apply.</param>
/// <param name="Fields">Its settings.</param>
public sealed record EvaluatorKind(string Name, EvaluatorFamily Family, string Label, string Help, IReadOnlyList<EvaluatorField> Fields)
{
    /// <summary>The setting of that name, or null.</summary>
    public EvaluatorField? Find(string name) => Fields.FirstOrDefault(f => f.Name == name);
}

/// <summary>All kinds there are.</summary>
public static class EvaluatorKinds
{
    private const EvaluatorFieldType Flag = EvaluatorFieldType.Flag;

    private static readonly EvaluatorField IgnoreCase = new("ignore_case", Flag, "Upper and lower case are the same") { Default = false };

    /// <summary>In the order they are offered.</summary>
    public static IReadOnlyList<EvaluatorKind> All { get; } =
    [
        new(
            "equals",
            EvaluatorFamily.Check,
            "Equals",
            "The output is the expected output, or the one text named here.",
            [
                new("value", EvaluatorFieldType.LongText, "Text")
                {
                    Help = "Empty: the golden item's expected output; without one it does not apply.",
                },
                IgnoreCase,
                new("ignore_space", Flag, "Space does not matter") { Default = false, Help = "Ends are trimmed in any case." },
                new("ignore_punctuation", Flag, "Punctuation does not matter") { Default = false },
            ]
        ),
        new(
            "contains",
            EvaluatorFamily.Check,
            "Contains",
            "The texts stand in the output.",
            [
                new("texts", EvaluatorFieldType.Texts, "Texts") { Required = true },
                new("match", EvaluatorFieldType.Choice, "Of them") { Choices = ["all", "any"], Default = "all" },
                IgnoreCase with
                {
                    Default = true,
                },
            ]
        ),
        new(
            "not_contains",
            EvaluatorFamily.Check,
            "Does not contain",
            "None of the texts stands in the output.",
            [new("texts", EvaluatorFieldType.Texts, "Texts") { Required = true }, IgnoreCase with { Default = true }]
        ),
        new(
            "regex",
            EvaluatorFamily.Check,
            "Regular expression",
            "The expression is found in the output, or is not.",
            [
                new("pattern", EvaluatorFieldType.Pattern, "Expression")
                {
                    Required = true,
                    Help = ".NET syntax; begin with ^ and end with $ to match all of it.",
                },
                IgnoreCase,
                new("must", EvaluatorFieldType.Choice, "It must") { Choices = ["match", "not_match"], Default = "match" },
            ]
        ),
        new(
            "json_schema",
            EvaluatorFamily.Check,
            "JSON schema",
            "The output is JSON of that form.",
            [
                new("schema", EvaluatorFieldType.Schema, "Schema") { Required = true, Help = JsonSchemaCheck.Supported },
                new("fenced", Flag, "May stand in a ``` block") { Default = true },
            ]
        ),
        new(
            "numeric",
            EvaluatorFamily.Check,
            "Number within a tolerance",
            "A number in the output is near the expected one.",
            [
                new("value", EvaluatorFieldType.Number, "Number")
                {
                    Help = "Empty: the number in the golden item's expected output; without one it does not apply.",
                },
                new("tolerance", EvaluatorFieldType.Number, "Tolerance") { Required = true, Min = 0 },
                new("relative", Flag, "As a share of the expected number") { Default = false },
                new("pick", EvaluatorFieldType.Choice, "Which number of the output")
                {
                    Choices = ["last", "first", "only"],
                    Default = "last",
                },
            ]
        ),
        new(
            "similarity",
            EvaluatorFamily.Check,
            "Similar words",
            "F1 of the words shared with the expected output; without one it does not apply.",
            [Share("least", "At least", 0.7)]
        ),
        new(
            "edit_distance",
            EvaluatorFamily.Check,
            "Edit distance",
            "Characters to change, as a share of the longer text; without an expected output it does not apply.",
            [Share("most", "At most", 0.2)]
        ),
        new(
            "groundedness",
            EvaluatorFamily.Retrieval,
            "Groundedness",
            "Share of the output's sentences whose words and numbers stand in one retrieved document. Without documents' text it does not apply.",
            [Share("least", "At least", 0.8), Share("overlap", "Words of a sentence that must be found", 0.6)]
        ),
        new(
            "citation_coverage",
            EvaluatorFamily.Retrieval,
            "Citation coverage",
            "Share of the output's sentences that cite a retrieved document, by [number], [id] or the id itself. Without documents it does not apply.",
            [Share("least", "At least", 0.8)]
        ),
        new(
            "document_freshness",
            EvaluatorFamily.Retrieval,
            "Document freshness",
            "Share of the dated documents that were young enough when they were used. Without dated documents it does not apply.",
            [
                new("days", EvaluatorFieldType.Number, "Days")
                {
                    Required = true,
                    Min = 0,
                    Max = 36_500,
                },
                Share("least", "At least", 1),
            ]
        ),
        new(
            "irrelevant_documents",
            EvaluatorFamily.Retrieval,
            "Irrelevant documents",
            "Share of the documents that share too few words with the input. Without documents' text it does not apply.",
            [Share("most", "At most", 0.5), Share("overlap", "Words of the input that a relevant one has", 0.3)]
        ),
        new(
            "pii",
            EvaluatorFamily.Policy,
            "Personal data left",
            "No e-mail address, phone number, payment card (Luhn) or IBAN (mod 97) stands in the output.",
            [
                new("kinds", EvaluatorFieldType.Texts, "Kinds")
                {
                    Help = "email, phone, card, iban; empty: all of them.",
                    Choices = PersonalData.Kinds,
                },
            ]
        ),
        new(
            "banned_terms",
            EvaluatorFamily.Policy,
            "Banned terms",
            "None of the terms stands in the output as a word of its own.",
            [new("terms", EvaluatorFieldType.Texts, "Terms") { Required = true }, IgnoreCase with { Default = true }]
        ),
        new(
            "banned_patterns",
            EvaluatorFamily.Policy,
            "Banned patterns",
            "None of the expressions is found in the output.",
            [new("patterns", EvaluatorFieldType.Patterns, "Expressions") { Required = true }, IgnoreCase with { Default = true }]
        ),
        new(
            Evaluator.CommandKind,
            EvaluatorFamily.Command,
            "Command",
            "A program of the server's admin reads the output and ends with 0.",
            [new("command", EvaluatorFieldType.Text, "Command") { Required = true, Help = "A name of the server's configuration." }]
        ),
        new(
            Evaluator.JudgeKind,
            EvaluatorFamily.Judge,
            "LLM judge",
            "A language model answers the rubric. It decides only while its agreement with experts clears the workflow's bar.",
            [
                new("endpoint", EvaluatorFieldType.Text, "Endpoint") { Required = true, Help = "A name from the admins' endpoints." },
                new("judge", EvaluatorFieldType.Text, "Known as")
                {
                    Required = true,
                    Help = "The labeler under which its verdicts are compared with experts', such as llm:judge-a.",
                },
                new("criteria", EvaluatorFieldType.Texts, "Criteria")
                {
                    Help = "Keys of the rubric; empty: all that can be answered in words.",
                },
                new("pass", EvaluatorFieldType.Choice, "It passes when")
                {
                    Choices = ["no_failure", "expected"],
                    Default = "no_failure",
                    Help =
                        "no_failure: no answer marks a failure. expected: the answers are the golden item's; without those it does not apply.",
                },
                new("instructions", EvaluatorFieldType.LongText, "Further instructions"),
            ]
        ),
    ];

    /// <summary>The kind of that name, or null.</summary>
    public static EvaluatorKind? Find(string name) => All.FirstOrDefault(k => k.Name == name);

    private static EvaluatorField Share(string name, string label, double standard) =>
        new(name, EvaluatorFieldType.Number, label)
        {
            Default = standard,
            Min = 0,
            Max = 1,
        };
}

namespace TriageConsole.Core.Evaluation;

/// <summary>All kinds of evaluators.</summary>
public static class EvaluatorKinds
{
    private const EvaluatorFieldType Flag = EvaluatorFieldType.Flag;

    private static readonly EvaluatorField IgnoreCase = new("ignore_case", Flag, "Ignore case") { Default = false };

    /// <summary>All kinds in display order.</summary>
    public static IReadOnlyList<EvaluatorKind> All { get; } =
    [
        new(
            "equals",
            EvaluatorFamily.Check,
            "Equals",
            "The output is the expected output, or the text in the settings.",
            [
                new("value", EvaluatorFieldType.LongText, "Text")
                {
                    Help = "Empty: the expected output of the golden item; without one it does not apply.",
                },
                IgnoreCase,
                new("ignore_space", Flag, "Ignore white space") { Default = false, Help = "White space at both ends is always ignored." },
                new("ignore_punctuation", Flag, "Ignore punctuation") { Default = false },
            ]
        ),
        new(
            "contains",
            EvaluatorFamily.Check,
            "Contains",
            "The output contains the texts.",
            [
                new("texts", EvaluatorFieldType.Texts, "Texts") { Required = true },
                new("match", EvaluatorFieldType.Choice, "Required") { Choices = ["all", "any"], Default = "all" },
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
            "The output contains none of the texts.",
            [new("texts", EvaluatorFieldType.Texts, "Texts") { Required = true }, IgnoreCase with { Default = true }]
        ),
        new(
            "regex",
            EvaluatorFamily.Check,
            "Regular expression",
            "The output matches the expression, or does not match it.",
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
            "The output is JSON that is valid under the schema.",
            [
                new("schema", EvaluatorFieldType.Schema, "Schema") { Required = true, Help = JsonSchemaCheck.Supported },
                new("fenced", Flag, "Allow a ``` block") { Default = true },
            ]
        ),
        new(
            "numeric",
            EvaluatorFamily.Check,
            "Number within a tolerance",
            "A number in the output is close to the expected one.",
            [
                new("value", EvaluatorFieldType.Number, "Number")
                {
                    Help = "Empty: the number in the expected output of the golden item; without one it does not apply.",
                },
                new("tolerance", EvaluatorFieldType.Number, "Tolerance") { Required = true, Min = 0 },
                new("relative", Flag, "Tolerance is a share of the expected number") { Default = false },
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
            "F1 score of the words shared with the expected output; without one it does not apply.",
            [Share("least", "At least", 0.7)]
        ),
        new(
            "edit_distance",
            EvaluatorFamily.Check,
            "Edit distance",
            "Edit distance as a share of the longer text; without an expected output it does not apply.",
            [Share("most", "At most", 0.2)]
        ),
        new(
            "groundedness",
            EvaluatorFamily.Retrieval,
            "Groundedness",
            "Share of the sentences that one retrieved document supports. Without the text of documents it does not apply.",
            [Share("least", "At least", 0.8), Share("overlap", "Share of the words of a sentence that must be found", 0.6)]
        ),
        new(
            "citation_coverage",
            EvaluatorFamily.Retrieval,
            "Citation coverage",
            "Share of the sentences that cite a retrieved document, by [number], [id] or the id. Without documents it does not apply.",
            [Share("least", "At least", 0.8)]
        ),
        new(
            "document_freshness",
            EvaluatorFamily.Retrieval,
            "Document freshness",
            "Share of the dated documents that were recent enough when they were used. Without dated documents it does not apply.",
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
            "Share of the documents with too few words of the input. Without the text of documents it does not apply.",
            [Share("most", "At most", 0.5), Share("overlap", "Share of the words of the input that a relevant document has", 0.3)]
        ),
        new(
            "pii",
            EvaluatorFamily.Policy,
            "Personal data",
            "The output contains no personal data and no secrets. The detector is the one of ingest.",
            [
                new("kinds", EvaluatorFieldType.Texts, "Kinds")
                {
                    Help = "Empty: the kinds that ingest redacts by default.",
                    Choices = PersonalData.Kinds,
                },
            ]
        ),
        new(
            "banned_terms",
            EvaluatorFamily.Policy,
            "Banned terms",
            "The output contains none of the terms as a separate word.",
            [new("terms", EvaluatorFieldType.Texts, "Terms") { Required = true }, IgnoreCase with { Default = true }]
        ),
        new(
            "banned_patterns",
            EvaluatorFamily.Policy,
            "Banned patterns",
            "The output matches none of the expressions.",
            [new("patterns", EvaluatorFieldType.Patterns, "Expressions") { Required = true }, IgnoreCase with { Default = true }]
        ),
        new(
            Evaluator.CommandKind,
            EvaluatorFamily.Command,
            "Command",
            "A program that the admin of the server has configured reads the output and exits with 0.",
            [new("command", EvaluatorFieldType.Text, "Command") { Required = true, Help = "A name in the configuration of the server." }]
        ),
        new(
            Evaluator.JudgeKind,
            EvaluatorFamily.Judge,
            "LLM judge",
            "A language model answers the rubric. It decides only while its agreement with experts reaches the minimum κ of the workflow.",
            [
                new("endpoint", EvaluatorFieldType.Text, "Endpoint") { Required = true, Help = "The name of a configured endpoint." },
                new("judge", EvaluatorFieldType.Text, "Labeler id")
                {
                    Required = true,
                    Help = "The labeler id under which its answers are compared with those of experts, such as llm:judge-a.",
                },
                new("criteria", EvaluatorFieldType.Texts, "Criteria")
                {
                    Help = "Keys of criteria. Empty: all criteria that can be answered in words.",
                },
                new("pass", EvaluatorFieldType.Choice, "Passes if")
                {
                    Choices = ["no_failure", "expected"],
                    Default = "no_failure",
                    Help = "no_failure: no answer marks a failure. expected: all answers are as expected; without these it does not apply.",
                },
                new("instructions", EvaluatorFieldType.LongText, "Additional instructions"),
            ]
        ),
    ];

    /// <summary>The kind with this name, or null.</summary>
    public static EvaluatorKind? Find(string name) => All.FirstOrDefault(k => k.Name == name);

    private static EvaluatorField Share(string name, string label, double standard) =>
        new(name, EvaluatorFieldType.Number, label)
        {
            Default = standard,
            Min = 0,
            Max = 1,
        };
}

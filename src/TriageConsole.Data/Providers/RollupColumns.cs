namespace TriageConsole.Data.Providers;

/// <summary>The columns that both servers add up.</summary>
internal static class RollupColumns
{
    public static readonly (string Column, string Property, bool Whole)[] Rollups =
    [
        ("events", "Events", true),
        ("explicit_negatives", "ExplicitNegatives", true),
        ("implicit_negatives", "ImplicitNegatives", true),
        ("negatives", "Negatives", true),
        ("errors", "Errors", true),
        ("needs_review", "NeedsReview", true),
        ("suspicion_sum", "SuspicionSum", false),
        ("suspicion_squares", "SuspicionSquares", false),
        ("outcome_count", "OutcomeCount", true),
        ("outcome_sum", "OutcomeSum", false),
        ("outcome_squares", "OutcomeSquares", false),
        ("latency_count", "LatencyCount", true),
        ("latency_sum", "LatencySum", false),
        ("token_sum", "TokenSum", true),
        ("cost_count", "CostCount", true),
        ("cost_sum", "CostSum", false),
        ("cost_squares", "CostSquares", false),
    ];

    public static readonly (string Column, string Property, bool Whole)[] Breakdowns =
    [
        ("events", "Events", true),
        ("outcome_count", "OutcomeCount", true),
        ("outcome_sum", "OutcomeSum", false),
        ("outcome_squares", "OutcomeSquares", false),
    ];

    public static string Names((string Column, string Property, bool Whole)[] columns) => string.Join(", ", columns.Select(c => c.Column));

    public static string Each(
        (string Column, string Property, bool Whole)[] columns,
        Func<(string Column, string Property, bool Whole), string> part
    ) => string.Join(", ", columns.Select(part));
}

namespace TriageConsole.Core.Rubrics;

/// <summary>Applies a rubric to the messages of one conversation, and separates the scopes again.</summary>
public static class TurnCriteria
{
    /// <summary>
    /// The questions for one conversation: each criterion of scope turn is asked once for each message, with the key
    /// <c>criterion@message</c>. They follow in the order of the messages, at the place of the last of them.
    /// </summary>
    /// <param name="rubric">The rubric version.</param>
    /// <param name="messages">Indexes of the messages that are labeled. Without any, no criterion of scope turn is asked.</param>
    public static RubricDefinition ForMessages(this RubricDefinition rubric, IReadOnlyList<int> messages)
    {
        var repeated = rubric.Criteria.Where(c => c.IsOpenTurn()).ToList();
        if (repeated.Count == 0)
            return rubric;
        var keys = repeated.Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        var criteria = new List<Criterion>();
        foreach (var criterion in rubric.Criteria)
        {
            if (!criterion.IsOpenTurn())
                criteria.Add(criterion);
            else if (ReferenceEquals(criterion, repeated[^1]))
                criteria.AddRange(messages.SelectMany(m => repeated.Select(c => Of(c, m, keys))));
        }

        return rubric with
        {
            Criteria = criteria,
        };
    }

    /// <summary>
    /// The criteria that one stored label answers. A condition on a criterion of the other scope is dropped, because its answer is in
    /// another label.
    /// </summary>
    /// <param name="rubric">The rubric version.</param>
    /// <param name="turn">The turn of the label; 0 for the whole interaction.</param>
    public static RubricDefinition OfLabel(this RubricDefinition rubric, int turn)
    {
        var scope = turn > 0 ? CriterionScope.Turn : CriterionScope.Interaction;
        var criteria = rubric.Criteria.Where(c => c.Scope == scope).ToList();
        return rubric with
        {
            Criteria = criteria.ConvertAll(c =>
                c.ShownIf is { } condition && !criteria.Exists(x => x.Key == condition.Criterion) ? c with { ShownIf = null } : c
            ),
        };
    }

    private static bool IsOpenTurn(this Criterion criterion) => criterion is { Scope: CriterionScope.Turn, Message: null };

    private static Criterion Of(Criterion criterion, int message, HashSet<string> keys) =>
        criterion with
        {
            Key = new AnswerKey(criterion.Key, message).ToString(),
            Message = message,
            ShownIf =
                criterion.ShownIf is { } condition && keys.Contains(condition.Criterion)
                    ? condition with
                    {
                        Criterion = new AnswerKey(condition.Criterion, message).ToString(),
                    }
                    : criterion.ShownIf,
        };
}

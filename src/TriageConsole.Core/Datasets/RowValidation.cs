namespace TriageConsole.Core.Datasets;

/// <summary>Checks whether rows can be written in a format, before a service refuses the file.</summary>
public static class RowValidation
{
    /// <summary>
    /// The known roles. Messages of tools are refused: they are valid only with the call that they answer, which rows do not have.
    /// </summary>
    public static IReadOnlyList<string> Roles { get; } = ["system", "developer", "user", "assistant"];

    /// <summary>The problems of a row; empty if it can be written.</summary>
    public static IReadOnlyList<RowFinding> Check(DatasetRow row, DatasetFormat format)
    {
        List<RowFinding> findings = [];
        if (WrittenTexts(row).Any(HasHalfPair))
            Add(RowProblem.InvalidText, "a text has half a surrogate pair");
        switch (format)
        {
            case DatasetFormat.Chat:
                CheckChat([.. row.Content.Input, .. row.Content.Preferred], Add);
                break;
            case DatasetFormat.Preference:
                CheckMessages(AllMessages(row), Add);
                CheckPreference(row.Content, Add);
                break;
            case DatasetFormat.Evaluation:
                CheckMessages(AllMessages(row), Add);
                if (row.Content.Input.Count == 0)
                    Add(RowProblem.NoInput, "the input has no messages");
                break;
            case DatasetFormat.Csv:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "The format is not known.");
        }

        return findings;

        void Add(RowProblem problem, string text) => findings.Add(new RowFinding(row.Key, problem, $"Row '{row.Key}': {text}."));
    }

    private static void CheckChat(IReadOnlyList<DatasetMessage> messages, Action<RowProblem, string> add)
    {
        CheckMessages(messages, add);
        if (!messages.Any(m => m.Role == "user"))
            add(RowProblem.NoUserMessage, "no message of the user");
        if (!messages.Any(IsAssistant))
            add(RowProblem.NoAssistantMessage, "no message of the assistant");
        if (messages.Any(m => m.Weight is { } weight && (weight is not (0 or 1) || !IsAssistant(m))))
            add(RowProblem.InvalidMessageWeight, "a message has a weight; only messages of the assistant can have one, 0 or 1");
        else if (messages.Any(IsAssistant) && messages.Where(IsAssistant).All(m => m.Weight == 0))
            add(RowProblem.NothingToLearn, "all messages of the assistant have the weight 0");
    }

    private static void CheckPreference(DatasetContent content, Action<RowProblem, string> add)
    {
        if (!content.Input.Any(m => m.Role == "user"))
            add(RowProblem.NoUserMessage, "the input has no message of the user");
        foreach (var (response, name) in new[] { (content.Preferred, "preferred"), (content.NonPreferred, "non-preferred") })
            if (response.Count == 0 || !response.All(IsAssistant))
                add(RowProblem.InvalidResponse, $"the {name} response needs messages of the assistant, and no others");
        if (
            content.Preferred.Count > 0
            && content.Preferred.Select(m => m.Content).SequenceEqual(content.NonPreferred.Select(m => m.Content))
        )
            add(RowProblem.EqualResponses, "both responses are equal");
    }

    private static void CheckMessages(IReadOnlyList<DatasetMessage> messages, Action<RowProblem, string> add)
    {
        if (messages.FirstOrDefault(m => !Roles.Contains(m.Role, StringComparer.Ordinal)) is { } unknown)
            add(RowProblem.UnknownRole, $"the role '{Texts.Cut(unknown.Role, 40)}' is not one of {string.Join(", ", Roles)}");
        if (messages.Any(m => string.IsNullOrWhiteSpace(m.Content)))
            add(RowProblem.EmptyContent, "a message is empty");
    }

    private static bool HasHalfPair(string? text)
    {
        // The null character is valid in JSON, although databases cannot store it.
        var valid = text?.Replace('\0', ' ');
        return valid is not null && Texts.Storable(valid) != valid;
    }

    private static bool IsAssistant(DatasetMessage message) => message.Role == "assistant";

    private static DatasetMessage[] AllMessages(DatasetRow row) =>
        [.. row.Content.Input, .. row.Content.Preferred, .. row.Content.NonPreferred];

    private static IEnumerable<string?> WrittenTexts(DatasetRow row) =>
        [
            row.Key,
            row.TaskKey,
            row.InputHash,
            row.Split,
            row.Pattern,
            .. AllMessages(row).SelectMany(m => new[] { m.Role, m.Content }),
            .. row.Content.Answers.SelectMany(a => new[] { a.Key, a.Value }),
        ];
}

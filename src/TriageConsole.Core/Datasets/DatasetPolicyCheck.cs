namespace TriageConsole.Core.Datasets;

/// <summary>Finds what is wrong with a policy, before a build reads anything.</summary>
public static class DatasetPolicyCheck
{
    /// <summary>The longest time that a build covers.</summary>
    public const int MaxDays = 3660;

    /// <summary>Maximum number of splits.</summary>
    public const int MaxSplits = 10;

    /// <summary>Whose labels can count.</summary>
    public static readonly IReadOnlyList<string> LabelSources = ["person", "imported", "judge"];

    private const int MaxList = 100;
    private const int MaxText = 300;

    /// <summary>The names of wrong properties with an explanation; empty if the policy is valid.</summary>
    public static IReadOnlyList<(string Property, string Problem)> Of(DatasetPolicy policy)
    {
        List<(string, string)> problems = [];
        if (!Enum.IsDefined(policy.Kind))
            problems.Add(("kind", "One of chat, preference, evaluation."));
        if (policy.Days is < 1 or > MaxDays)
            problems.Add(("days", $"A whole number from 1 to {MaxDays}."));
        foreach (var (property, at) in new[] { ("from", policy.From), ("to", policy.To) })
            if (at?.Year is < 1970 or > 2200)
                problems.Add((property, "A time between the years 1970 and 2200."));
        if (policy is { From: { } from, To: { } to } && from >= to)
            problems.Add(("from", "The start must be before the end."));
        if (policy.Patterns.Count > MaxList || policy.Patterns.Any(p => p < 1))
            problems.Add(("patterns", $"At most {MaxList} ids of patterns."));
        Texts("segments", policy.Segments, problems);
        Texts("countries", policy.Countries, problems);
        Texts("consent", policy.Consent, problems);
        if (policy.Consent.Count == 0)
            problems.Add(("consent", "Enter at least one consent scope. Interactions without consent are never included."));
        if (policy.Consent.Any(c => c.Any(IsSeparator)))
            problems.Add(("consent", "A scope has no space and no comma."));
        if (policy.Domain is { } domain && (string.IsNullOrWhiteSpace(domain) || domain.Length > 60))
            problems.Add(("domain", "At most 60 characters, and not empty."));
        if (policy.Domain is not null && policy.Countries.Count == 0)
            problems.Add(("domain", "A compliance domain needs the countries that belong to it."));
        if (policy.LabelSources.Count == 0 || policy.LabelSources.Any(s => !LabelSources.Contains(s, StringComparer.Ordinal)))
            problems.Add(("label_sources", $"At least one of {string.Join(", ", LabelSources)}."));
        if (policy.MinLabels is < 1 or > 100)
            problems.Add(("min_labels", "A whole number from 1 to 100."));
        if (policy.MinCertainty is not (>= 0 and <= 1))
            problems.Add(("min_certainty", "A number from 0 to 1."));
        if (policy.MaxPerPattern < 1)
            problems.Add(("max_per_pattern", "A whole number of at least 1."));
        if (policy.Seed.Length > MaxText)
            problems.Add(("seed", $"At most {MaxText} characters."));
        CheckSplits(policy, problems);
        return problems;
    }

    /// <summary>Whether a consent_scope names one of the scopes. It can name several, separated by spaces or commas.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="consentScope">As sent with the interaction; null if nothing was sent.</param>
    public static bool Allows(DatasetPolicy policy, string? consentScope) =>
        consentScope is not null
        && consentScope
            .Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries)
            .Any(s => policy.Consent.Contains(s, StringComparer.OrdinalIgnoreCase));

    private static bool IsSeparator(char c) => c is ' ' or ',' or '\t';

    private static void Texts(string property, IReadOnlyList<string> texts, List<(string, string)> problems)
    {
        if (texts.Count > MaxList || texts.Any(t => string.IsNullOrWhiteSpace(t) || t.Length > MaxText))
            problems.Add((property, $"At most {MaxList} texts, none of them empty or longer than {MaxText} characters."));
    }

    private static void CheckSplits(DatasetPolicy policy, List<(string, string)> problems)
    {
        if (policy.Splits.Count is 0 or > MaxSplits || policy.Splits.Any(s => s.Name is null || s.Name.Length > 40))
        {
            problems.Add(("splits", "One to ten splits with names of at most 40 characters."));
            return;
        }

        try
        {
            _ = new TaskSplit(policy.Seed, policy.Splits);
        }
        catch (ArgumentException e)
        {
            // Without the name of the parameter, which the framework adds.
            var text = e.Message;
            var end = text.IndexOf(" (Parameter", StringComparison.Ordinal);
            problems.Add(("splits", end < 0 ? text : text[..end]));
        }
    }
}

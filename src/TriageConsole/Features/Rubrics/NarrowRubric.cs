using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Rubrics;

/// <summary>
/// Reduces a rubric to the criteria with answers. The rubric of imported labels has a criterion for every key that was ever sent, which can
/// be thousands and too many for a form.
/// </summary>
internal static class NarrowRubric
{
    /// <summary>Maximum number of criteria in a form.</summary>
    public const int MaxAsked = 60;

    /// <summary>
    /// The rubric with the criteria that were answered, those in <paramref name="first"/> at the top; at most <see cref="MaxAsked"/>.
    /// </summary>
    public static RubricDefinition NarrowedTo(this RubricDefinition rubric, IReadOnlySet<string> answered, IEnumerable<string> first)
    {
        if (rubric.Criteria.Count <= MaxAsked)
            return rubric;
        // Answers and disputed questions can name a turn or an option: the criterion is what counts here.
        static HashSet<string> Criteria(IEnumerable<string> keys) =>
            keys.Select(k => AnswerKey.Parse(k.Split('=')[0]).Criterion).ToHashSet(StringComparer.Ordinal);
        var (known, leading) = (Criteria(answered), Criteria(first));
        return rubric with
        {
            Criteria =
            [
                .. rubric
                    .Criteria.Where(c => known.Contains(c.Key) || leading.Contains(c.Key))
                    .OrderByDescending(c => leading.Contains(c.Key))
                    .Take(MaxAsked),
            ],
        };
    }
}

using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Rubrics;

/// <summary>
/// Keeps a form readable: the rubric of labels from elsewhere has a criterion for every key that was ever sent, which may be thousands. Of
/// it only what was answered here is asked.
/// </summary>
internal static class NarrowRubric
{
    /// <summary>More criteria than this are no form that anybody fills in.</summary>
    public const int MaxAsked = 60;

    /// <summary>
    /// The rubric with the criteria that were answered, those that come first at the top; no more than <see cref="MaxAsked"/>.
    /// </summary>
    public static RubricDefinition NarrowedTo(this RubricDefinition rubric, IReadOnlySet<string> answered, IEnumerable<string> first)
    {
        if (rubric.Criteria.Count <= MaxAsked)
            return rubric;
        var leading = first.ToHashSet(StringComparer.Ordinal);
        return rubric with
        {
            Criteria =
            [
                .. rubric
                    .Criteria.Where(c => answered.Contains(c.Key) || leading.Contains(c.Key))
                    .OrderByDescending(c => leading.Contains(c.Key))
                    .Take(MaxAsked),
            ],
        };
    }
}

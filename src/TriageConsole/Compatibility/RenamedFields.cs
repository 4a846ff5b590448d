using System.Text.Json.Serialization.Metadata;
using TriageConsole.Features.Budget;
using TriageConsole.Features.Interactions;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Compatibility;

/// <summary>Fields of API responses that have a new name. For one version a response has them under the old name, too.</summary>
internal static class RenamedFields
{
    private static readonly (Type Type, string Old, string New)[] Names =
    [
        (typeof(InteractionRow), "questionable", "needs_review"),
        (typeof(WindowRow), "questionable", "needs_review"),
        (typeof(WorkflowCounts), "questionable", "needs_review"),
        (typeof(WorkflowAnswer), "questionable", "needs_review"),
        (typeof(PatternReport), "in_force", "current"),
        (typeof(FailureRatesAnswer), "open_draws", "open_sampling_rounds"),
    ];

    /// <summary>A modifier of the API's JSON contracts.</summary>
    public static void AddOldNames(JsonTypeInfo type)
    {
        foreach (var (_, old, renamed) in Names.Where(n => n.Type == type.Type))
            if (type.Properties.FirstOrDefault(p => p.Name == renamed) is { } property)
            {
                var copy = type.CreateJsonPropertyInfo(property.PropertyType, old);
                copy.Get = property.Get;
                type.Properties.Add(copy);
            }
    }
}

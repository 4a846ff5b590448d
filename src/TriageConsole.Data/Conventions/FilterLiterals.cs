using Microsoft.EntityFrameworkCore;

namespace TriageConsole.Data.Conventions;

/// <summary>Writes {true} and {false} in the filters of indexes as the provider spells them.</summary>
internal static class FilterLiterals
{
    public static void Apply(ModelBuilder model, bool sqlServer)
    {
        foreach (var index in model.Model.GetEntityTypes().SelectMany(e => e.GetDeclaredIndexes()))
            if (index.GetFilter() is { } filter && filter.Contains('{', StringComparison.Ordinal))
                index.SetFilter(
                    filter
                        .Replace("{true}", sqlServer ? "1" : "true", StringComparison.Ordinal)
                        .Replace("{false}", sqlServer ? "0" : "false", StringComparison.Ordinal)
                );
    }
}

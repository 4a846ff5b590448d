using Mono.Cecil;

namespace TriageConsole.Tests.Architecture;

/// <summary>
/// Each table is written by one feature. The test reads the compiled code: rows that are added, removed, updated or deleted by statements
/// of the app. It does not see statements of the providers (except bulk loads) and changes of tracked rows. The demo is excluded: it writes
/// the data that the features would write.
/// </summary>
public sealed class TableOwnerTests
{
    private static readonly HashSet<string> SetMethods =
    [
        "Add",
        "AddAsync",
        "AddRange",
        "AddRangeAsync",
        "Remove",
        "RemoveRange",
        "Update",
    ];
    private static readonly HashSet<string> RowMethods = ["ExecuteUpdateAsync", "ExecuteDeleteAsync", "BulkLoadAsync"];

    [Fact]
    public void Tables_AreWritten_ByOneFeature()
    {
        var writers = OurTypes
            .Calls()
            .Select(c => (Entity: Written(c.Method), Part: OurTypes.PartOf(c.Caller.Namespace)!))
            .Where(c => c.Entity is not null && c.Part != "Demo")
            .GroupBy(c => c.Entity!, c => c.Part)
            .ToDictionary(g => g.Key, g => g.Distinct().Order(StringComparer.Ordinal).ToArray());
        Assert.Equal(["Patterns"], writers["FailurePattern"]);
        var shared = writers
            .Where(w => w.Value.Length > 1)
            .Select(w => $"{w.Key}: {string.Join(", ", w.Value)}")
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.True(shared.Count == 0, string.Join('\n', shared));
    }

    /// <summary>The entity whose rows the call writes; null if it writes none.</summary>
    private static string? Written(MethodReference method)
    {
        if (method.DeclaringType is GenericInstanceType { GenericArguments: [var entity] } set && set.ElementType.Name == "DbSet`1")
            return SetMethods.Contains(method.Name) ? entity.Name : null;
        return method is GenericInstanceMethod { GenericArguments: [var row] } && RowMethods.Contains(method.Name) ? row.Name : null;
    }
}

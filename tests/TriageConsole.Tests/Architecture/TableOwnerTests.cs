using Mono.Cecil;

namespace TriageConsole.Tests.Architecture;

/// <summary>
/// A table is written by one feature. Read from what was compiled: rows that are added, removed, updated or deleted by statements of the
/// app.
/// Statements of the providers (bulk loads apart) and changes of tracked rows are not seen.
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

    /// <summary>
    /// Tables that more than one part writes, still; the demo writes what its features would have. The list only shrinks.
    /// </summary>
    private static readonly Dictionary<string, string[]> Shared = new(StringComparer.Ordinal)
    {
        ["AgreementTurn"] = ["Agreement", "Rubrics"],
        ["Assignment"] = ["Golden", "Labeling"],
        ["Interaction"] = ["Ingest", "Labels", "Patterns", "Releases"],
        ["Label"] = ["Agreement", "Labeling", "Labels", "Rubrics"],
        ["Labeler"] = ["Labeling", "Labels"],
        ["QueueItem"] = ["Golden", "Rubrics", "Triage"],
        ["Rescore"] = ["Scoring", "Workflows"],
        ["Rubric"] = ["Labels", "Rubrics"],
        ["RubricVersion"] = ["Labels", "Rubrics"],
        ["SignInAttempt"] = ["Account", "Security"],
        ["Workflow"] = ["Ingest", "Triage"],
    };

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
        var shared = writers.Where(w => w.Value.Length > 1).ToDictionary(w => w.Key, w => w.Value);
        string Show(IEnumerable<KeyValuePair<string, string[]>> tables) =>
            string.Join('\n', tables.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}: {string.Join(", ", t.Value)}"));
        Assert.True(Show(Shared) == Show(shared), Show(shared));
    }

    /// <summary>The entity whose rows the call writes; null where it writes none.</summary>
    private static string? Written(MethodReference method)
    {
        if (method.DeclaringType is GenericInstanceType { GenericArguments: [var entity] } set && set.ElementType.Name == "DbSet`1")
            return SetMethods.Contains(method.Name) ? entity.Name : null;
        return method is GenericInstanceMethod { GenericArguments: [var row] } && RowMethods.Contains(method.Name) ? row.Name : null;
    }
}

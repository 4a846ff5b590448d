using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Rubrics;

/// <summary>The built-in rubrics. A workflow starts with the one that matches its key.</summary>
public static class BuiltInRubrics
{
    public static IReadOnlyList<string> Names { get; } = ["support", "rag", "code", "general"];

    /// <summary>Chosen by the beginning of the workflow's key: support…, rag…, code…; otherwise general.</summary>
    public static string NameFor(string workflowKey) =>
        Names.FirstOrDefault(n => workflowKey.StartsWith(n, StringComparison.OrdinalIgnoreCase)) ?? "general";

    public static string Json(string name)
    {
        using var stream =
            typeof(BuiltInRubrics).Assembly.GetManifestResourceStream($"TriageConsole.Features.Rubrics.BuiltIn.{name}.json")
            ?? throw new ArgumentException($"There is no built-in rubric \"{name}\"", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static RubricDefinition Definition(string name) => RubricParser.Parse(Json(name)).Definition!;
}

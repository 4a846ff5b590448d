namespace TriageConsole.Core.Evaluation;

/// <summary>A kind of evaluator.</summary>
/// <param name="Name">Name in JSON, snake_case.</param>
/// <param name="Family">The subject of the evaluator.</param>
/// <param name="Label">Display name.</param>
/// <param name="Help">What it checks, and when it does not apply.</param>
/// <param name="Fields">Its settings.</param>
public sealed record EvaluatorKind(string Name, EvaluatorFamily Family, string Label, string Help, IReadOnlyList<EvaluatorField> Fields)
{
    /// <summary>The setting with this name, or null.</summary>
    public EvaluatorField? Find(string name) => Fields.FirstOrDefault(f => f.Name == name);
}

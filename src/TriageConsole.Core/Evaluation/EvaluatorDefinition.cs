namespace TriageConsole.Core.Evaluation;

/// <summary>One evaluator of a set, with valid settings.</summary>
/// <param name="Key">Identifies it in results; lower-case letters, digits and <c>_ . -</c>.</param>
/// <param name="Kind">The kind of check.</param>
/// <param name="Name">Display name.</param>
/// <param name="Counts">Whether it decides if an output passes; otherwise it is only shown.</param>
/// <param name="Settings">
/// Values by the fields of the kind: text, double, bool, a list of texts, or a JsonElement. Fields without a value are missing.
/// </param>
public sealed record Evaluator(string Key, EvaluatorKind Kind, string Name, bool Counts, IReadOnlyDictionary<string, object> Settings)
{
    /// <summary>A program that the admin of the server has configured.</summary>
    public const string CommandKind = "command";

    /// <summary>A language model.</summary>
    public const string JudgeKind = "judge";

    /// <summary>The setting or its default; empty if there is none.</summary>
    public string Text(string name) => Value(name) as string ?? "";

    /// <summary>The setting or its default.</summary>
    public double? Number(string name) => Value(name) as double?;

    /// <summary>The setting or its default.</summary>
    public bool Flag(string name) => Value(name) is true;

    /// <summary>The setting; empty if it has no value.</summary>
    public IReadOnlyList<string> Texts(string name) => Value(name) as IReadOnlyList<string> ?? [];

    internal double Share(string name) => Number(name) ?? throw new InvalidOperationException($"The evaluator {Key} has no {name}.");

    private object? Value(string name) => Settings.GetValueOrDefault(name) ?? Kind.Find(name)?.Default;
}

using TriageConsole.Core.Datasets;

namespace TriageConsole.Core.Tests.Datasets;

/// <summary>Rows for tests.</summary>
internal static class Rows
{
    public static DatasetMessage User(string text) => new("user", text);

    public static DatasetMessage Assistant(string text, int? weight = null) => new("assistant", text, weight);

    public static DatasetRow Row(string key, string? hash = null, string task = "task-1", string? split = null) =>
        new()
        {
            Key = key,
            TaskKey = task,
            InputHash = hash,
            Split = split,
            Content = new DatasetContent
            {
                Input = [User("Où est ma commande ?\n")],
                Preferred = [Assistant("Elle arrive demain \U0001F600.")],
            },
        };

    /// <summary>A row with all properties. Salt and message weights are not in every file.</summary>
    public static DatasetRow Full(string key) =>
        Row(key, "ab12", split: "train") with
        {
            Weight = 0.25,
            Pattern = "p1",
            Salt = "s",
            Labels = [new LabelRevision(12, 3), new LabelRevision(7, 1)],
            Content = Row(key).Content with
            {
                Answers = new Dictionary<string, string> { ["tone"] = "ok", ["correct"] = "yes" },
            },
        };
}

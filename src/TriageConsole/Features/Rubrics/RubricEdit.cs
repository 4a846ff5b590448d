using System.Text.RegularExpressions;
using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Rubrics;

/// <summary>
/// A rubric in the editor. Every field can be empty or invalid while it is edited. Fields of other kinds are kept, so a change of the kind
/// loses nothing.
/// </summary>
public sealed class RubricEdit
{
    public string Title { get; set; } = "";

    public string Instructions { get; set; } = "";

    public SuggestionPolicy Suggestions { get; set; }

    public List<CriterionEdit> Criteria { get; } = [];

    public static RubricEdit Of(RubricDefinition rubric)
    {
        var edit = new RubricEdit
        {
            Title = rubric.Title,
            Instructions = rubric.Instructions,
            Suggestions = rubric.Suggestions,
        };
        edit.Criteria.AddRange(rubric.Criteria.Select(CriterionEdit.Of));
        return edit;
    }

    public RubricDefinition ToDefinition() =>
        new(Title.Trim(), Instructions.Trim(), Criteria.Select(c => c.ToCriterion()).ToList()) { Suggestions = Suggestions };

    /// <summary>An unused key derived from the words.</summary>
    public string FreeKey(string words)
    {
        var key = Regex.Replace(words.ToLowerInvariant(), "[^a-z0-9]+", "_", RegexOptions.None, TimeSpan.FromSeconds(1)).Trim('_');
        if (key.Length == 0)
            key = "question";
        key = key[..Math.Min(40, key.Length)];
        return Enumerable.Range(1, Criteria.Count + 1).Select(n => n == 1 ? key : $"{key}_{n}").First(k => Criteria.All(c => c.Key != k));
    }
}

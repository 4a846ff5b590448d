using System.Text.RegularExpressions;
using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Rubrics;

/// <summary>
/// A rubric in the editor: every field may be empty or wrong while it is typed. Parts of other kinds stay, so that trying a kind loses
/// nothing.
/// </summary>
public sealed class RubricEdit
{
    public string Title { get; set; } = "";

    public string Instructions { get; set; } = "";

    public List<CriterionEdit> Criteria { get; } = [];

    public static RubricEdit Of(RubricDefinition rubric)
    {
        var edit = new RubricEdit { Title = rubric.Title, Instructions = rubric.Instructions };
        edit.Criteria.AddRange(rubric.Criteria.Select(CriterionEdit.Of));
        return edit;
    }

    public RubricDefinition ToDefinition() => new(Title.Trim(), Instructions.Trim(), Criteria.Select(c => c.ToCriterion()).ToList());

    /// <summary>A key nobody has yet, made of words.</summary>
    public string FreeKey(string words)
    {
        var stem = Regex.Replace(words.ToLowerInvariant(), "[^a-z0-9]+", "_", RegexOptions.None, TimeSpan.FromSeconds(1)).Trim('_');
        if (stem.Length == 0)
            stem = "question";
        stem = stem[..Math.Min(40, stem.Length)];
        return Enumerable.Range(1, Criteria.Count + 1).Select(n => n == 1 ? stem : $"{stem}_{n}").First(k => Criteria.All(c => c.Key != k));
    }
}

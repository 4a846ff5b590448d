using System.Globalization;
using TriageConsole.Components.Lists;

namespace TriageConsole.Features.Labeling;

/// <summary>The columns of a person's own labels.</summary>
internal static class OwnLabelColumns
{
    public static readonly GridField<OwnLabel> When = new("when", "Time", r => r.CreatedAt);
    public static readonly GridField<OwnLabel> Workflow = new("workflow", "Workflow", r => r.Workflow);
    public static readonly GridField<OwnLabel> Input = new("input", "Interaction", r => r.Preview) { IsSortable = false, IsCut = true };
    public static readonly GridField<OwnLabel> Answers = new("answers", "Answers", r => r.Answers) { IsSortable = false, IsCut = true };
    public static readonly GridField<OwnLabel> Comment = new("comment", "Comment", r => r.Comment) { IsSortable = false, IsCut = true };
    public static readonly GridField<OwnLabel> TimeOnTask = new("time", "Time taken", Taken) { IsNumber = true };

    public static readonly IReadOnlyList<GridField<OwnLabel>> All = [When, Workflow, Input, Answers, Comment, TimeOnTask];

    private static string Taken(OwnLabel label) => string.Create(CultureInfo.InvariantCulture, $"{label.TimeOnTaskMs / 1000.0:0} s");
}

using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Home;

/// <summary>A task on the start page. Detail: the evidence. Since: when it appeared, if known.</summary>
public sealed record HomeAction(
    HomeActionKind Kind,
    string Word,
    string Text,
    string Link,
    string Detail = "",
    DateTimeOffset? Since = null
)
{
    /// <summary>The workflow of the buttons.</summary>
    public WorkflowRef? Workflow { get; init; }

    public IReadOnlyList<HomeButton> Buttons { get; init; } = [];

    /// <summary>Sign and colour class: never colour alone.</summary>
    public (string Sign, string Style) Look =>
        Kind switch
        {
            HomeActionKind.Regression or HomeActionKind.FailingGate => ("✕", "bad"),
            HomeActionKind.ReadyRelease => ("✓", "ok"),
            HomeActionKind.PersonalData => ("!", "bad"),
            _ => ("!", "warn"),
        };
}

using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using TriageConsole.Core.Common;
using TriageConsole.Core.Datasets;
using TriageConsole.Features.Datasets;

namespace TriageConsole.Components.Tests.Datasets;

/// <summary>Keeps the policy of an editor and checks it, as the dialog does.</summary>
internal sealed class PolicyHost : ComponentBase
{
    public static readonly PolicyPattern[] Patterns = [new(7, "model is <b>a</b>"), new(8, "country is AQ")];

    [Parameter]
    public DatasetPolicy Start { get; set; } = new();

    /// <summary>Null while the text is not a policy.</summary>
    public DatasetPolicy? Current { get; private set; }

    protected override void OnInitialized() => Current = Start;

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        FieldProblem[] problems = Current is null
            ? []
            : [.. DatasetPolicyCheck.Of(Current).Select(p => new FieldProblem(p.Property, p.Problem))];
        builder.OpenComponent<DatasetPolicyEditor>(0);
        builder.AddComponentParameter(1, nameof(DatasetPolicyEditor.Value), Current);
        builder.AddComponentParameter(
            2,
            nameof(DatasetPolicyEditor.ValueChanged),
            EventCallback.Factory.Create<DatasetPolicy?>(this, changed => Current = changed)
        );
        builder.AddComponentParameter(3, nameof(DatasetPolicyEditor.Problems), problems);
        builder.AddComponentParameter(4, nameof(DatasetPolicyEditor.Patterns), Patterns);
        builder.CloseComponent();
    }
}

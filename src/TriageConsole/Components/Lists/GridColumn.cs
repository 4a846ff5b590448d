using Microsoft.AspNetCore.Components;

namespace TriageConsole.Components.Lists;

/// <summary>Declares a column of a <see cref="ServerGrid{T}"/>. It renders nothing itself, so cells are no components.</summary>
public sealed class GridColumn<T> : ComponentBase, IDisposable
{
    [CascadingParameter]
    private ServerGrid<T>? Grid { get; set; }

    [Parameter, EditorRequired]
    public GridField<T> Field { get; set; } = null!;

    /// <summary>The content of a cell. Without it, the cell shows the value of the field.</summary>
    [Parameter]
    public RenderFragment<T>? ChildContent { get; set; }

    protected override void OnInitialized() => Grid?.Add(this);

    public void Dispose() => Grid?.Remove(this);
}

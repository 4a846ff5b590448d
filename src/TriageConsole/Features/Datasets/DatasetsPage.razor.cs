using Microsoft.AspNetCore.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Security;

namespace TriageConsole.Features.Datasets;

/// <summary>The datasets that a person leads, and a form for a build.</summary>
public sealed partial class DatasetsPage(CurrentPerson current, TimeProvider time) : ComponentBase
{
    private ServerGrid<DatasetListRow>? grid;
    private bool building;
    private Result? told;

    private TimeProvider Time => time;

    private async Task<GridPage<DatasetListRow>> LoadAsync(GridQuery query, CancellationToken cancellationToken) =>
        DatasetColumns
            .Ordered(await Datasets.ListAsync(await current.GetAsync(cancellationToken), cancellationToken), query)
            .ToGridPage(query);

    private void Open() => (building, told) = (true, null);

    private async Task ShowAsync(Result<DatasetBuild> built)
    {
        (building, told) = (false, built);
        if (grid is not null)
            await grid.ReloadAsync();
    }
}

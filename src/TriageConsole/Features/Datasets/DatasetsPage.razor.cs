using System.Text.Json;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Core.Datasets;
using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Datasets;

/// <summary>The datasets that a person leads, and a form for a build.</summary>
public sealed partial class DatasetsPage(CurrentPerson current, WorkflowDirectory directory, TimeProvider time) : ComponentBase
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private ServerGrid<DatasetListRow>? grid;
    private IReadOnlyList<WorkflowRef> workflows = [];
    private WorkflowRef? workflow;
    private DatasetKind kind = DatasetKind.Chat;
    private string name = "";
    private string policy = "";
    private string? refusal;
    private bool building;
    private Result? told;

    private TimeProvider Time => time;

    private async Task<GridPage<DatasetListRow>> LoadAsync(GridQuery query, CancellationToken cancellationToken) =>
        DatasetColumns
            .Ordered(await Datasets.ListAsync(await current.GetAsync(cancellationToken), cancellationToken), query)
            .ToGridPage(query);

    private async Task OpenAsync()
    {
        workflows = await directory.ListAsync(await current.GetAsync(), Role.Lead);
        workflow ??= workflows.Count > 0 ? workflows[0] : null;
        if (policy.Length == 0)
            Choose(kind);
        (building, refusal) = (true, null);
    }

    /// <summary>Shows the standard policy of a kind, to be changed.</summary>
    private void Choose(DatasetKind chosen)
    {
        kind = chosen;
        policy = Readable(new DatasetPolicy { Kind = chosen }.ToCanonicalJson());
    }

    internal static string Readable(string json) => JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(json), Indented);

    private async Task BuildAsync()
    {
        var result = await Datasets.BuildAsync(await current.GetAsync(), workflow?.TenantKey, workflow?.Key, name, policy);
        if (!result.Ok)
        {
            refusal = string.Join(' ', result.Problems.Select(p => $"{p.Field}: {p.Message}").Prepend(result.Message).Distinct());
            return;
        }

        (building, told) = (false, result);
        if (grid is not null)
            await grid.ReloadAsync();
    }
}

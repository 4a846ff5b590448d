using System.Globalization;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Security;

namespace TriageConsole.Features.Datasets;

/// <summary>A dataset with its versions, and one of them with its checks, files, difference and lineage.</summary>
public sealed partial class DatasetPage(CurrentPerson current, NavigationManager navigation, TimeProvider time) : ComponentBase
{
    private readonly LoadOrder loads = new();
    private DatasetDetail? dataset;
    private DatasetVersionDetail? version;
    private DatasetLineage? lineage;
    private DatasetDifference? difference;
    private DatasetVerification? verification;
    private Result? told;
    private string alias = "";
    private int? against;
    private bool loaded;
    private bool busy;
    private bool changing;

    [Parameter]
    public long Id { get; set; }

    [SupplyParameterFromQuery(Name = "version")]
    private string? Version { get; set; }

    private DateTimeOffset Now => time.GetUtcNow();

    private string Number => version!.Row.Number.ToString(CultureInfo.InvariantCulture);

    protected override Task OnParametersSetAsync() => loads.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        (verification, alias) = (null, "");
        await LoadAsync();
        loaded = true;
    }

    private async Task LoadAsync()
    {
        var access = await current.GetAsync();
        dataset = await Datasets.FindAsync(access, Id);
        (version, lineage, difference) = (null, null, null);
        if (dataset is null)
            return;
        var shown = string.IsNullOrEmpty(Version) ? DatasetAliases.Latest : Version;
        var found = await Datasets.VersionAsync(access, Id, shown);
        if (!found.Ok)
            return;
        version = found.Value;
        lineage = (await Datasets.LineageAsync(access, Id, Number)).Value;
        against =
            version.Row.Parent ?? dataset.Versions.Where(v => v.Number != version.Row.Number).Select(v => (int?)v.Number).FirstOrDefault();
        await ReadDifferenceAsync();
    }

    private async Task ReadDifferenceAsync()
    {
        if (against is { } other)
            difference = (
                await Datasets.DifferenceAsync(await current.GetAsync(), Id, other.ToString(CultureInfo.InvariantCulture), Number)
            ).Value;
    }

    private async Task CompareAsync(ChangeEventArgs e)
    {
        against = int.TryParse((string?)e.Value, CultureInfo.InvariantCulture, out var number) ? number : against;
        await ReadDifferenceAsync();
    }

    private Task VerifyAsync() =>
        WorkAsync(async () =>
        {
            var result = await Datasets.VerifyAsync(await current.GetAsync(), Id, Number);
            (verification, told) = (result.Ok ? result.Value : null, result.Ok ? null : result);
        });

    private Task RebuildAsync() =>
        WorkAsync(async () =>
        {
            var result = await Datasets.RebuildAsync(await current.GetAsync(), Id, Number);
            Show(result, result.Ok ? result.Value.Number : null);
        });

    private Task BuildAsync() =>
        WorkAsync(async () =>
        {
            var workflow = dataset!.Workflow;
            var result = await Datasets.BuildAsync(await current.GetAsync(), workflow.TenantKey, workflow.Key, dataset.Name, null);
            Show(result, result.Ok ? result.Value.Number : null);
        });

    private Task MoveAliasAsync() =>
        WorkAsync(async () =>
        {
            told = await Datasets.MoveAliasAsync(await current.GetAsync(), Id, alias, version!.Row.Number);
            if (told.Ok)
                await LoadAsync();
        });

    private void ShowBuilt(Result<DatasetBuild> built)
    {
        changing = false;
        Show(built, built.Value.Number);
    }

    /// <summary>Shows the result, and the version that it is about.</summary>
    private void Show(Result result, int? number)
    {
        told = result;
        if (number is { } built)
            navigation.NavigateTo($"datasets/{Id}?version={built}");
    }

    private async Task WorkAsync(Func<Task> work)
    {
        busy = true;
        try
        {
            await work();
        }
        finally
        {
            busy = false;
        }
    }

    private string ExportLink(string format) => $"exports/datasets/{Id}/{Number}?format={format}";
}

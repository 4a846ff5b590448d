using System.Globalization;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Sampling;
using TriageConsole.Data.Access;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Budget;

/// <summary>Experts' time compared with the value at stake, and failure rates of all traffic from labels.</summary>
public sealed partial class BudgetPage(
    BudgetService budget,
    FailureRateService failureRates,
    WorkflowDirectory directory,
    WorkflowService workflows,
    CurrentPerson current,
    ChangeNotifier notifier,
    TimeProvider time
) : ComponentBase, IDisposable
{
    /// <summary>Minimum number of labels to show an estimate: with fewer its interval has no information.</summary>
    private const int FewLabels = 10;

    private static readonly TimeSpan RefreshPause = TimeSpan.FromSeconds(5);

    private WorkflowRef? workflow;
    private BudgetReport? report;
    private FailureRates? rates;
    private ImpactUnit unit = new(null, 1);
    private bool loaded;
    private readonly LiveRefresh live = new();

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    [SupplyParameterFromQuery(Name = "by")]
    public string? By { get; set; }

    private TimeProvider Time => time;

    private string Dimension => FailureRateService.Dimensions.Contains(By) ? By! : "all";

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        workflow = await directory.FindAsync(await current.GetAsync(), Role.Lead, Key, Tenant);
        if (workflow is not null)
        {
            var settings = (await workflows.FindAsync(await current.GetAsync(), Key, Tenant))?.Settings;
            unit = ImpactUnit.Of(settings?.OutcomeUnit, settings?.OutcomeMetric, settings?.ValuePerUnit ?? 1);
            await LoadAsync();
        }

        loaded = true;
        live.Start(
            notifier,
            time,
            id => id == workflow?.Id,
            () =>
                InvokeAsync(async () =>
                {
                    await LoadAsync();
                    StateHasChanged();
                }),
            () => RefreshPause
        );
    }

    private async Task LoadAsync()
    {
        var access = await current.GetAsync();
        report = await budget.ReadAsync(access, workflow!);
        rates = await failureRates.ReadAsync(access, workflow!, Dimension);
    }

    private static string Words(WeightedEstimate estimate, int labeled) =>
        labeled < FewLabels
            ? labeled == 0
                ? "no data"
                : $"insufficient data ({Figures.Plural(labeled, "label", "labels")})"
            : estimate is { Value: { } value, Low: { } low, High: { } high }
                ? Figures.Rate(value, low, high)
                : "no data";

    private static string Minutes(double minutes) =>
        minutes < 1 ? string.Create(CultureInfo.InvariantCulture, $"{60 * minutes:0} s")
        : minutes < 90 ? string.Create(CultureInfo.InvariantCulture, $"{minutes:0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:0.0} h");

    public void Dispose() => live.Dispose();
}

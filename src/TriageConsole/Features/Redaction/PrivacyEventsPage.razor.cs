using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Redaction;

/// <summary>Lists recorded actions on personal data. The address contains the filters.</summary>
public sealed partial class PrivacyEventsPage(
    PrivacyEventReader reader,
    WorkflowDirectory directory,
    CurrentPerson current,
    NavigationManager navigation
) : ComponentBase
{
    /// <summary>Number of workflows in the suggestion list. Others are found by their name.</summary>
    private const int Suggested = 20;

    private readonly LoadOrder loads = new();
    private PrivacyEventFields fields = new();
    private bool isFiltered;

    // The page reads these from the address. The attributes make it notice when they change.
    [SupplyParameterFromQuery(Name = "kind")]
    private string? Kind { get; set; }

    [SupplyParameterFromQuery(Name = "workflow")]
    private string? Workflow { get; set; }

    [SupplyParameterFromQuery(Name = "actor")]
    private string? Actor { get; set; }

    [SupplyParameterFromQuery(Name = "user")]
    private string? User { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? To { get; set; }

    protected override Task OnParametersSetAsync() => loads.RunAsync(OpenAsync);

    private async Task OpenAsync()
    {
        // The fields of the form are in the zone of the person, so the person is read first.
        await current.GetAsync();
        var filter = PrivacyEventFilter.Of(navigation.Uri);
        (fields, isFiltered) = (PrivacyEventFields.Of(filter, Times), filter.IsSet);
    }

    private async Task<GridPage<PrivacyEventRow>> LoadAsync(GridQuery query, CancellationToken cancellationToken) =>
        await reader.ListAsync(await current.GetAsync(cancellationToken), PrivacyEventFilter.Of(navigation.Uri), query, cancellationToken);

    private void Find() => navigation.NavigateTo(navigation.GetUriWithQueryParameters(PrivacyEventFilter.Of(fields, Times).ToQuery()));

    private async Task<IEnumerable<string>> SuggestAsync(string? typed, CancellationToken cancellationToken)
    {
        var access = await current.GetAsync(cancellationToken);
        var found = await directory.SuggestAsync(access, Role.Admin, Suggested, typed, cancellationToken);
        return found.Select(w => $"{w.TenantKey}/{w.Key}");
    }
}

using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Features.Interactions;
using TriageConsole.Security;

namespace TriageConsole.Features.Tables;

/// <summary>The wide table of a workflow. The address contains the filters and the columns.</summary>
public sealed partial class TablePage(TableService tables, CurrentPerson current, NavigationManager navigation) : ComponentBase
{
    private readonly LoadOrder loads = new();
    private const string TraceTitle = "Trace id";

    /// <summary>Of each group of columns that depends on the data, the first ones are shown.</summary>
    private const int ShownOfGroup = 4;

    private static readonly string[] Standard =
    [
        "timestamp",
        "trace_id",
        "release",
        "model_version",
        "segment",
        "outcome_value",
        "suspicion_score",
    ];

    private static readonly (string Value, string Words)[] Choices =
    [
        ("", "All"),
        ("needs_review", "Needs review"),
        ("outcome", "Outcome known"),
        ("no_outcome", "Outcome missing"),
        ("labeled", "Labeled"),
        ("unlabeled", "Not labeled"),
    ];

    private TableView? view;
    private bool loading = true;
    private InteractionFilterForm filters = new();
    private IReadOnlyList<GridField<TableRow>> fields = [];
    private string columnsKey = "";

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery]
    public string? Tenant { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? To { get; set; }

    [SupplyParameterFromQuery(Name = "release")]
    private string? Release { get; set; }

    [SupplyParameterFromQuery(Name = "model")]
    private string? Model { get; set; }

    [SupplyParameterFromQuery(Name = "prompt_version")]
    private string? PromptVersion { get; set; }

    [SupplyParameterFromQuery(Name = "segment")]
    private string? Segment { get; set; }

    [SupplyParameterFromQuery(Name = "text")]
    private string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "show")]
    private string? Show { get; set; }

    private InteractionFilter Filter => InteractionListQuery.Of(navigation.Uri).Filter;

    protected override Task OnParametersSetAsync() => loads.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        filters = new InteractionFilterForm
        {
            From = InteractionFilterForm.Minute(From, Times),
            To = InteractionFilterForm.Minute(To, Times),
            Release = Release,
            Model = Model,
            PromptVersion = PromptVersion,
            Segment = Segment,
            Text = Text,
            Show = Choices.Any(c => c.Value == Show) ? Show : "",
        };
        view = await tables.FindAsync(await current.GetAsync(), Key, Tenant, Filter);
        fields = FieldsOf(view?.Columns ?? []);
        // The grid reads its columns once: other columns need another grid.
        columnsKey = string.Join(',', fields.Select(f => f.Key));
        loading = false;
    }

    private async Task<GridPage<TableRow>> LoadAsync(GridQuery query, CancellationToken cancellationToken) =>
        await tables.PageAsync(await current.GetAsync(cancellationToken), view!.Workflow, Filter, view.Columns, query, cancellationToken);

    private void Find()
    {
        var values = filters.ToQuery(Times);
        values.Remove("workflow");
        values.Remove("tenant");
        navigation.NavigateTo(navigation.GetUriWithQueryParameters(values));
    }

    private string FileLink(string format)
    {
        var with = navigation.GetUriWithQueryParameter("format", format);
        return $"exports/tables/{Addresses.Segment(Key)}{with[with.IndexOf('?', StringComparison.Ordinal)..]}";
    }

    private static IReadOnlyList<GridField<TableRow>> FieldsOf(IReadOnlyList<TableColumn> columns)
    {
        var shown = columns
            .Where(c => c.Name.StartsWith("signal.", StringComparison.Ordinal))
            .Take(ShownOfGroup)
            .Concat(columns.Where(c => c.Name.StartsWith("label.", StringComparison.Ordinal)).Take(ShownOfGroup))
            .Concat(columns.Where(c => c.Name.StartsWith("component.", StringComparison.Ordinal)).Take(ShownOfGroup))
            .Select(c => c.Name)
            .Concat(Standard)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. columns.Select(
                (c, n) =>
                    new GridField<TableRow>(KeyOf(c.Name), c.Title, r => r.Values[n])
                    {
                        IsHidden = !shown.Contains(c.Name),
                        IsSortable = c.Name is "timestamp" or "outcome_value" or "suspicion_score" or "labels",
                        IsNumber = c.Kind is TableValueKind.Number or TableValueKind.WholeNumber,
                        Hint = c.Name,
                    }
            ),
        ];
    }

    /// <summary>
    /// The keys of the columns that the list of interactions can sort by; others are encoded, because an address separates keys by commas.
    /// </summary>
    private static string KeyOf(string name) =>
        name switch
        {
            "timestamp" => "when",
            "outcome_value" => "outcome",
            "suspicion_score" => "suspicion",
            _ => Uri.EscapeDataString(name),
        };

    /// <summary>The name of a column by its key in the address.</summary>
    internal static string NameOf(string key) =>
        key switch
        {
            "when" => "timestamp",
            "outcome" => "outcome_value",
            "suspicion" => "suspicion_score",
            _ => Uri.UnescapeDataString(key),
        };
}

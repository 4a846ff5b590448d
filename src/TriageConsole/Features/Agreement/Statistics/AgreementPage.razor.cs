using System.Globalization;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Agreement;
using TriageConsole.Data.Access;
using TriageConsole.Features.Agreement.Judges;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Agreement.Statistics;

/// <summary>How reliable the labels of a workflow are: by question, week, pair and labeler.</summary>
public sealed partial class AgreementPage(
    AgreementService agreement,
    AgreementCounter counter,
    LabelerTrustService trust,
    JudgeService judgeService,
    WorkflowDirectory directory,
    CurrentPerson current,
    NavigationManager navigation,
    ChangeNotifier notifier,
    TimeProvider time
) : ComponentBase, IDisposable
{
    /// <summary>Questions on a page: the figures of each take several queries.</summary>
    private const int Questions = 20;

    private WorkflowRef? workflow;
    private ListPage<AgreementQuestion> shown = ListPage<AgreementQuestion>.None;
    private int total;
    private IReadOnlyList<AgreementReport> rows = [];
    private AgreementReport? chosen;
    private IReadOnlyList<TrendSeries> trend = [];
    private IReadOnlyList<LabelerStanding> standings = [];
    private IReadOnlyList<JudgeReport> judges = [];
    private bool loaded;
    private bool behind;
    private readonly LiveRefresh live = new();

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    [SupplyParameterFromQuery(Name = "question")]
    public string? Question { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    [SupplyParameterFromQuery(Name = "find")]
    public string? Find { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    private ConfusedValues? Pointed =>
        chosen is { Figures.PairedItems: >= AgreementText.EnoughItems, Confusions: [var most, ..] }
        && most.Share >= RubricFindings.ConfusedShare
            ? most
            : null;

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        workflow = await directory.FindAsync(await current.GetAsync(), Role.Lead, Key, Tenant);
        if (workflow is not null)
            await LoadAsync();
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
                })
        );
    }

    private async Task LoadAsync()
    {
        var access = await current.GetAsync();
        behind = await counter.IsBehindAsync(workflow!.Id);
        var (from, to) = (Day(From), Day(To));
        var questions = await agreement.QuestionsAsync(access, workflow);
        shown = questions
            .Where(q =>
                string.IsNullOrWhiteSpace(Find)
                || q.Label.Contains(Find.Trim(), StringComparison.OrdinalIgnoreCase)
                || q.Key.Contains(Find.Trim(), StringComparison.OrdinalIgnoreCase)
            )
            .ToList()
            .ToPage(Page ?? 1, Questions);
        total = questions.Count;
        var reports = new List<AgreementReport>();
        foreach (var question in shown.Items)
            if (await agreement.ReportAsync(access, workflow, question, from, to) is { } report)
                reports.Add(report);
        rows = reports;
        var named = questions.FirstOrDefault(q => q.Id.ToString(CultureInfo.InvariantCulture) == Question);
        // The question in the address is shown even if it is on another page of the list.
        chosen = named is null
            ? reports.FirstOrDefault()
            : reports.Find(r => r.Question.Id == named.Id) ?? await agreement.ReportAsync(access, workflow, named, from, to);
        if (chosen is null)
            return;
        var series = new List<TrendSeries>();
        foreach (
            var question in questions
                .Where(q => q.Key == chosen.Question.Key && q.IsImported == chosen.Question.IsImported)
                .OrderBy(q => q.SinceNumber)
        )
            if (await agreement.ReportAsync(access, workflow, question, from, to) is { } meaning)
                series.Add(new TrendSeries(question.SinceNumber, meaning.Weeks));
        trend = series;
        standings = await trust.ListAsync(chosen);
        judges = await judgeService.ListAsync(workflow.Id, [chosen.Question]);
    }

    private void Filter(string name, string? day) =>
        navigation.NavigateTo(navigation.GetUriWithQueryParameter(name, string.IsNullOrEmpty(day) ? null : day));

    private string Link(AgreementQuestion question) =>
        "agreement/"
        + Addresses.Segment(workflow!.Key)
        + Addresses.Query(
            ("tenant", workflow.TenantKey),
            ("question", question.Id.ToString(CultureInfo.InvariantCulture)),
            ("from", From),
            ("to", To),
            ("find", Find),
            ("page", Page is > 1 and var page ? page.ToString(CultureInfo.InvariantCulture) : null)
        );

    private string WeekLink(DateOnly monday) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"agreement/{workflow!.Address}&question={chosen!.Question.Id}&from={monday:yyyy-MM-dd}&to={monday.AddDays(6):yyyy-MM-dd}"
        );

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string LevelWord(AgreementReport report) =>
        report.Question.Level switch
        {
            MeasurementLevel.Nominal => "equal or not",
            MeasurementLevel.Ordinal => "ranks: near misses count less",
            _ => "numbers: near misses count less",
        };

    public void Dispose() => live.Dispose();
}

using System.Globalization;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Agreement;
using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Agreement;

/// <summary>How far the labels of a workflow can be relied on: by question, over time, by pair, by labeler.</summary>
public sealed partial class AgreementPage(
    AgreementService agreement, AgreementCounter counter, LabelerTrustService trust, JudgeService judgeService, WorkflowDirectory directory, CurrentPerson current, ChangeNotifier notifier, TimeProvider time)
    : ComponentBase, IDisposable
{
    private WorkflowRef? workflow;
    private IReadOnlyList<AgreementReport> rows = [];
    private AgreementReport? chosen;
    private IReadOnlyList<TrendSeries> trend = [];
    private IReadOnlyList<LabelerStanding> standings = [];
    private IReadOnlyList<JudgeReport> judges = [];
    private bool loaded;
    private bool behind;
    private LiveRefresh? live;

    [Parameter] public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")] public string? Tenant { get; set; }

    [SupplyParameterFromQuery(Name = "question")] public string? Question { get; set; }

    [SupplyParameterFromQuery(Name = "from")] public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")] public string? To { get; set; }

    private ConfusedValues? Pointed => chosen is { Figures.PairedItems: >= AgreementText.EnoughItems, Confusions: [var most, ..] } && most.Share >= RubricFindings.ConfusedShare ? most : null;

    protected override async Task OnParametersSetAsync()
    {
        workflow = await directory.FindAsync(await current.GetAsync(), Role.Lead, Key, Tenant);
        if (workflow is not null) await LoadAsync();
        loaded = true;
        live ??= new LiveRefresh(notifier, time, id => id == workflow?.Id, () => InvokeAsync(async () =>
        {
            await LoadAsync();
            StateHasChanged();
        }));
    }

    private async Task LoadAsync()
    {
        var access = await current.GetAsync();
        behind = await counter.IsBehindAsync(workflow!.Id);
        var (from, to) = (Day(From), Day(To));
        var reports = new List<AgreementReport>();
        foreach (var question in await agreement.QuestionsAsync(access, workflow))
            if (await agreement.ReportAsync(access, workflow, question, from, to) is { } report)
                reports.Add(report);
        rows = reports;
        chosen = reports.Find(r => r.Question.Id.ToString(CultureInfo.InvariantCulture) == Question) ?? reports.FirstOrDefault();
        if (chosen is null) return;
        trend = [.. reports.Where(r => r.Question.Key == chosen.Question.Key && r.Question.IsImported == chosen.Question.IsImported).OrderBy(r => r.Question.SinceNumber).Select(r => new TrendSeries(r.Question.SinceNumber, r.Weeks))];
        standings = await trust.ListAsync(chosen);
        judges = await judgeService.ListAsync(workflow.Id, [chosen.Question]);
    }

    private string Link(AgreementQuestion question) =>
        "agreement/" + Addresses.Segment(workflow!.Key) + Addresses.Query(("tenant", workflow.TenantKey), ("question", question.Id.ToString(CultureInfo.InvariantCulture)), ("from", From), ("to", To));

    private string WeekLink(DateOnly monday) => string.Create(
        CultureInfo.InvariantCulture, $"agreement/{workflow!.Address}&question={chosen!.Question.Id}&from={monday:yyyy-MM-dd}&to={monday.AddDays(6):yyyy-MM-dd}");

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string Percent(double share) => share is > 0 and < 0.005 ? "under 1 %" : string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");

    private static string Every(double share) => Math.Round(1 / share) switch { <= 1 => "", 2 => "second", 3 => "third", var n => string.Create(CultureInfo.InvariantCulture, $"{n:0}th") };

    private static string LevelWord(AgreementReport report) => report.Question.Level switch
    {
        MeasurementLevel.Nominal => "equal or not",
        MeasurementLevel.Ordinal => "ranks: near misses count less",
        _ => "numbers: near misses count less",
    };

    public void Dispose() => live?.Dispose();
}

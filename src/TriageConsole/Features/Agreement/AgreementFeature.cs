using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Data.Agreement;
using TriageConsole.Features.Agreement.Adjudications;
using TriageConsole.Features.Agreement.Consensus;
using TriageConsole.Features.Agreement.Judges;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Redaction;
using TriageConsole.Features.Rubrics;
using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Features.Agreement;

internal static class AgreementFeature
{
    /// <summary>Maximum time that a request waits for the counts, so that a caller who has just sent labels finds them counted.</summary>
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(10);

    private static readonly Dictionary<string, DisagreementState> States = new(StringComparer.Ordinal)
    {
        ["open"] = DisagreementState.Open,
        ["sent_back"] = DisagreementState.SentBack,
        ["adjudicated"] = DisagreementState.Adjudicated,
    };

    public static IServiceCollection AddAgreement(this IServiceCollection services) =>
        services
            .AddMemoryCache(o => o.SizeLimit = 500)
            .AddSingleton<IErasurePart, AdjudicationErasure>()
            .AddSingleton<AgreementCounter>()
            .AddSingleton<ConsensusService>()
            .AddSingleton<AgreementService>()
            .AddSingleton<JudgeService>()
            .AddSingleton<AdjudicationService>()
            .AddSingleton<DisagreementReader>()
            .AddSingleton<IRubricFindings, RubricFindings>()
            .AddSingleton<ILabelCounts, LabelCounts>()
            .AddSingleton<LabelerTrustService>();

    public static IServiceCollection AddAgreementJobs(this IServiceCollection services) =>
        services.AddJob<AgreementJob>().AddJob<ConsensusJob>();

    public static void MapAgreement(this WebApplication app)
    {
        app.MapGet("/api/v1/agreement", AgreementAsync)
            .WithTags("Agreement")
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadAgreement")
            .WithSummary("Agreement of a workflow's labelers")
            .WithDescription(
                "Every figure with its 95 % jackknife interval (interval=bootstrap with seed: by resampling "
                    + "interactions) and its counts. criterion: one question, in each of its meanings. from, to: by "
                    + "the day (UTC) of an interaction's latest label, to excluded. An undefined figure has no value "
                    + "and a reason. A question of scope turn counts turns: one item is one message."
            );
        app.MapGet("/api/v1/judges", JudgesAsync)
            .WithTags("Agreement")
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadJudges")
            .WithSummary("LLM judges compared with the outcome and with experts");
        app.MapGet("/api/v1/disagreements", DisagreementsAsync)
            .WithTags("Agreement")
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadDisagreements")
            .WithSummary("Disagreements, the most uncertain first")
            .WithDescription(
                "state: open (default), sent_back or adjudicated. severity is one minus the probability of the "
                    + "likeliest answer. At most 100. A question about one message is named criterion@message_index."
            );
    }

    private static async Task<Results<Ok<AgreementAnswer>, ProblemHttpResult>> AgreementAsync(
        ApiCaller caller,
        AgreementService agreement,
        AgreementCounter counter,
        string? workflow,
        string? criterion,
        string? from,
        string? to,
        string? interval,
        string? seed,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryParameters();
        var (since, until) = (query.Time("from", from), query.Time("to", to));
        var bootstrap = query.OneOf("interval", interval, "jackknife", ["jackknife", "bootstrap"]) == "bootstrap";
        var seedNumber = query.Number("seed", seed) ?? 1;
        if (query.Problem is { } problem)
            return TypedResults.Problem(detail: problem, statusCode: 400);
        if (await FindAsync(caller, agreement, workflow, cancellationToken) is not { } workflowId)
            return NoWorkflow(workflow);
        var complete = await counter.CatchUpAsync(workflowId, CatchUp, cancellationToken);
        var questions = (await agreement.QuestionsAsync(workflowId, cancellationToken))
            .Where(q => string.IsNullOrEmpty(criterion) || q.Key == criterion)
            .ToList();
        if (questions.Count == 0 && !string.IsNullOrEmpty(criterion))
            return TypedResults.Problem(detail: $"No label of workflow '{workflow}' answers the criterion '{criterion}'.", statusCode: 404);
        var (first, last) = (Day(since), until is { Ticks: > 0 } end ? Day(end.AddTicks(-1)) : Day(until));
        var reports = new List<CriterionAgreement>();
        foreach (var question in questions)
        {
            var report = (await agreement.ReportAsync(workflowId, question, first, last, cancellationToken))!;
            if (bootstrap)
                report = report with
                {
                    Figures = await agreement.BootstrapAsync(report, unchecked((int)(long)seedNumber), cancellationToken),
                };
            reports.Add(CriterionAgreement.Of(report));
        }

        return TypedResults.Ok(new AgreementAnswer(workflow!, first, last, !complete, reports));
    }

    private static async Task<Results<Ok<JudgesAnswer>, ProblemHttpResult>> JudgesAsync(
        ApiCaller caller,
        AgreementService agreement,
        JudgeService judges,
        AgreementCounter counter,
        string? workflow,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(caller, agreement, workflow, cancellationToken) is not { } workflowId)
            return NoWorkflow(workflow);
        await counter.CatchUpAsync(workflowId, CatchUp, cancellationToken);
        return TypedResults.Ok(
            new JudgesAnswer(workflow!, [.. (await judges.ListAsync(workflowId, cancellationToken)).Select(JudgeAnswer.Of)])
        );
    }

    private static async Task<Results<Ok<DisagreementsAnswer>, ProblemHttpResult>> DisagreementsAsync(
        ApiCaller caller,
        AgreementService agreement,
        DisagreementReader disagreements,
        AgreementCounter counter,
        string? workflow,
        string? state,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryParameters();
        var wanted = States[query.OneOf("state", state, "open", States.Keys)];
        if (query.Problem is { } problem)
            return TypedResults.Problem(detail: problem, statusCode: 400);
        if (await FindAsync(caller, agreement, workflow, cancellationToken) is not { } workflowId)
            return NoWorkflow(workflow);
        await counter.CatchUpAsync(workflowId, CatchUp, cancellationToken);
        var rows = await disagreements.ListAsync(workflowId, wanted, cancellationToken);
        return TypedResults.Ok(
            new DisagreementsAnswer(
                workflow!,
                [.. rows.Select(r => new DisagreementAnswer(r.TraceId, r.Severity, r.Labelers, r.Questions, r.ChangedAt))]
            )
        );
    }

    private static Task<long?> FindAsync(
        ApiCaller caller,
        AgreementService agreement,
        string? workflow,
        CancellationToken cancellationToken
    ) => string.IsNullOrWhiteSpace(workflow) ? Task.FromResult<long?>(null) : agreement.WorkflowAsync(caller, workflow, cancellationToken);

    private static ProblemHttpResult NoWorkflow(string? workflow) =>
        string.IsNullOrWhiteSpace(workflow)
            ? TypedResults.Problem(detail: "Name the workflow: ?workflow=…", statusCode: 400)
            : TypedResults.Problem(detail: $"There is no workflow '{workflow}' in this tenant.", statusCode: 404);

    private static DateOnly? Day(DateTimeOffset? time) => time is { } t ? DateOnly.FromDateTime(t.UtcDateTime) : null;
}

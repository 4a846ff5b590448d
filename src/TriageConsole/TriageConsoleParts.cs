using Microsoft.Extensions.DependencyInjection.Extensions;
using TriageConsole.Account;
using TriageConsole.Auditing;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Admin;
using TriageConsole.Features.Agreement;
using TriageConsole.Features.Audit;
using TriageConsole.Features.Budget;
using TriageConsole.Features.Comments;
using TriageConsole.Features.DataHealth;
using TriageConsole.Features.Datasets;
using TriageConsole.Features.Demo;
using TriageConsole.Features.Evaluation;
using TriageConsole.Features.Golden;
using TriageConsole.Features.Home;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Interactions;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Labeling.Flags;
using TriageConsole.Features.Labels;
using TriageConsole.Features.Mcp;
using TriageConsole.Features.Notices;
using TriageConsole.Features.OffPolicy;
using TriageConsole.Features.Outcomes;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Redaction;
using TriageConsole.Features.Releases;
using TriageConsole.Features.Reports;
using TriageConsole.Features.Retraining;
using TriageConsole.Features.Retrieval;
using TriageConsole.Features.Rollups;
using TriageConsole.Features.Routing;
using TriageConsole.Features.Rubrics;
using TriageConsole.Features.Scoring;
using TriageConsole.Features.Search;
using TriageConsole.Features.Tables;
using TriageConsole.Features.Triage;
using TriageConsole.Features.Workflows;
using TriageConsole.Jobs;
using TriageConsole.Live;
using TriageConsole.Outbound;
using TriageConsole.Security;
using TriageConsole.Shell;

namespace TriageConsole;

/// <summary>All parts of the app, in the order of the feedback loop.</summary>
public static class TriageConsoleParts
{
    /// <summary>The database and the services, without the web server. The command line uses them too.</summary>
    public static IServiceCollection AddTriageServices(this IServiceCollection services, DatabaseConnection database) =>
        services
            .AddTime()
            .AddTriageData(database)
            .AddJobMarks()
            .AddLive()
            .AddOutbound()
            .AddAuditing()
            .AddAccess()
            .AddWorkflows()
            .AddNotices()
            .AddRedaction()
            .AddComments()
            .AddIngest()
            .AddScoring()
            .AddInteractions()
            .AddPatterns()
            .AddTriage()
            .AddRubrics()
            .AddLabeling()
            .AddLabels()
            .AddAgreement()
            .AddGolden()
            .AddBudget()
            .AddDatasets()
            .AddEvaluation()
            .AddReleases()
            .AddRetraining()
            .AddRetrieval()
            .AddRoutes()
            .AddRollups()
            .AddOutcomes()
            .AddOffPolicy()
            .AddTables()
            .AddReports()
            .AddDataHealth()
            .AddAudit()
            .AddSearch()
            .AddHome();

    /// <summary>Tests register their own clock.</summary>
    private static IServiceCollection AddTime(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    public static IServiceCollection AddTriageConsole(this IServiceCollection services, DatabaseConnection database) =>
        services
            .AddTriageServices(database)
            .AddSecurity()
            .AddApi()
            .AddConsoleMcp()
            .AddJobScheduler(database)
            .AddAuditingJobs()
            .AddRedactionJobs()
            .AddIngestJobs()
            .AddScoringJobs()
            .AddPatternJobs()
            .AddTriageJobs()
            .AddLabelingJobs()
            .AddAgreementJobs()
            .AddGoldenJobs()
            .AddBudgetJobs()
            .AddEvaluationJobs()
            .AddReleaseJobs()
            .AddRetrainingJobs()
            .AddRouteJobs()
            .AddRollupJobs()
            .AddTableJobs()
            .AddDataHealthJobs()
            .AddAuditJobs()
            .AddNoticeJobs()
            .AddReportJobs()
            .AddLiveJobs()
            .AddAdmin()
            .AddDemoJobs()
            .AddShell();

    public static void UseTriageConsole(this WebApplication app) => app.UseSecurity();

    public static void MapTriageConsole(this WebApplication app)
    {
        app.MapShell();
        app.MapAccount();
        app.MapApi();
        app.MapWorkflows();
        app.MapRedaction();
        app.MapComments();
        app.MapIngest();
        app.MapInteractions();
        app.MapPatterns();
        app.MapTriage();
        app.MapLabels();
        app.MapFlags();
        app.MapRubrics();
        app.MapAgreement();
        app.MapGolden();
        app.MapBudget();
        app.MapDatasets();
        app.MapEvaluation();
        app.MapReleases();
        app.MapRetraining();
        app.MapRetrieval();
        app.MapRoutes();
        app.MapOutcomes();
        app.MapOffPolicy();
        app.MapTables();
        app.MapReports();
        app.MapDataHealth();
        app.MapAudit();
        app.MapConsoleMcp();
        app.MapAdmin();
    }
}

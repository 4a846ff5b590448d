using TriageConsole.Features.Reports.Schedules;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Reports;

internal static class ReportsFeature
{
    public static IServiceCollection AddReports(this IServiceCollection services) =>
        services
            .AddSingleton<LoopReportService>()
            .AddSingleton<ReportFile>()
            .AddSingleton<ReportScheduleService>()
            .AddSingleton<ReportSender>();

    public static IServiceCollection AddReportJobs(this IServiceCollection services) => services.AddJob<ReportJob>();
}

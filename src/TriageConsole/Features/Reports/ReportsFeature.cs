namespace TriageConsole.Features.Reports;

internal static class ReportsFeature
{
    public static IServiceCollection AddReports(this IServiceCollection services) =>
        services.AddSingleton<LoopReportService>().AddSingleton<ReportFile>();
}

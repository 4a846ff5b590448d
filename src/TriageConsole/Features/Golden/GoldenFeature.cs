using TriageConsole.Features.Agreement;
using TriageConsole.Features.Labeling;

namespace TriageConsole.Features.Golden;

internal static class GoldenFeature
{
    public static IServiceCollection AddGolden(this IServiceCollection services) => services
        .AddSingleton<GoldenReader>().AddSingleton<GoldenService>().AddSingleton<IGoldenMaker>(s => s.GetRequiredService<GoldenService>())
        .AddSingleton<GoldenCoverageService>().AddSingleton<CalibrationService>().AddSingleton<IHiddenChecks, HiddenChecks>().AddSingleton<GoldenReminders>();

    public static IServiceCollection AddGoldenJobs(this IServiceCollection services) => services.AddHostedService<GoldenReminderJob>();
}

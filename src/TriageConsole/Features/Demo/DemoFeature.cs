using TriageConsole.Jobs;

namespace TriageConsole.Features.Demo;

internal static class DemoFeature
{
    /// <summary>Registers the simulated traffic. It needs the web server.</summary>
    public static IServiceCollection AddDemoJobs(this IServiceCollection services) =>
        services.AddSingleton<SimulatorClient>().AddSingleton<SimulatorKeys>().AddSingleton<TrafficSimulator>().AddJob<SimulatorJob>();
}

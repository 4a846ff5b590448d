namespace TriageConsole.Live;

internal static class LiveRegistration
{
    public static IServiceCollection AddLive(this IServiceCollection services) =>
        services.AddSingleton<ChangeNotifier>().AddSingleton<RoutingSignal>().AddSingleton<RoutingChange>();

    /// <summary>Only where pages are open: the command line has nobody to tell.</summary>
    public static IServiceCollection AddLiveJobs(this IServiceCollection services) => services.AddHostedService<CounterWatcher>();
}

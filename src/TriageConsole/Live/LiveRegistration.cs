namespace TriageConsole.Live;

internal static class LiveRegistration
{
    public static IServiceCollection AddLive(this IServiceCollection services) =>
        services.AddSingleton<ChangeNotifier>().AddSingleton<RoutingSignal>().AddSingleton<RoutingChange>();

    /// <summary>Only for processes with pages: the command line has no subscribers.</summary>
    public static IServiceCollection AddLiveJobs(this IServiceCollection services) => services.AddHostedService<CounterWatcher>();
}

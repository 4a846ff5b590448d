using TriageConsole.Features.Home.Impact;

namespace TriageConsole.Features.Home;

internal static class HomeFeature
{
    public static IServiceCollection AddHome(this IServiceCollection services) => services.AddSingleton<OwnImpactReader>();
}

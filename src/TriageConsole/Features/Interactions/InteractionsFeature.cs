namespace TriageConsole.Features.Interactions;

internal static class InteractionsFeature
{
    public static IServiceCollection AddInteractions(this IServiceCollection services) =>
        services.AddSingleton<InteractionService>().AddSingleton<InteractionList>().AddSingleton<InteractionTimeline>();
}

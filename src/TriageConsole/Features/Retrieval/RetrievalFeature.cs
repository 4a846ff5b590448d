namespace TriageConsole.Features.Retrieval;

internal static class RetrievalFeature
{
    public static IServiceCollection AddRetrieval(this IServiceCollection services) =>
        services.AddSingleton<RetrievalService>().AddSingleton<RetrievalFilters>().AddSingleton<TrainingPairs>();
}

using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Datasets;

internal static class DatasetsFeature
{
    public static IServiceCollection AddDatasets(this IServiceCollection services)
    {
        services.AddOptions<DatasetOptions>().BindConfiguration(DatasetOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<DatasetReader>()
            .AddSingleton<DatasetPublisher>()
            .AddSingleton<DatasetBuilder>()
            .AddSingleton<DatasetVerifier>()
            .AddSingleton<DatasetExporter>()
            .AddSingleton<DatasetAliases>()
            .AddSingleton<DatasetLineageReader>()
            .AddSingleton<DatasetService>()
            .AddSingleton<ConsentService>()
            .AddSingleton<IErasurePart, DatasetErasure>();
    }
}

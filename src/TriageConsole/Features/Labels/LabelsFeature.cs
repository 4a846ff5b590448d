using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Labels;

internal static class LabelsFeature
{
    public static IServiceCollection AddLabels(this IServiceCollection services) =>
        services.AddSingleton<LabelImportService>().AddSingleton<LabelExport>().AddSingleton<IErasurePart, LabelErasure>();
}

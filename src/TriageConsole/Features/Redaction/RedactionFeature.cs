namespace TriageConsole.Features.Redaction;

internal static class RedactionFeature
{
    public static IServiceCollection AddRedaction(this IServiceCollection services) =>
        services.AddSingleton<KeyHashing>().AddSingleton<RedactionSettingsService>();
}

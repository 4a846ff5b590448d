using TriageConsole.Features.Agreement.Judges;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Features.Evaluation.Judges;

internal static class JudgeRegistration
{
    public static IServiceCollection AddJudges(this IServiceCollection services) =>
        services
            .AddSingleton<IErasurePart, JudgeErasure>()
            .AddSingleton<JudgeBindings>()
            .AddSingleton<IJudgeBindings>(s => s.GetRequiredService<JudgeBindings>())
            .AddSingleton<JudgeRunService>()
            .AddSingleton<JudgeTrials>()
            .AddSingleton<JudgeRunner>()
            .AddSingleton<JudgeErrorReader>()
            .AddSingleton<JudgeSuggestions>();
}

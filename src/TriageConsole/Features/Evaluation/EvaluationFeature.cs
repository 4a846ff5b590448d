namespace TriageConsole.Features.Evaluation;

internal static class EvaluationFeature
{
    public static IServiceCollection AddEvaluation(this IServiceCollection services)
    {
        services.AddOptions<EvaluationOptions>().BindConfiguration("Evaluation").ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<EvaluatorSetService>().AddSingleton<EvalJudges>().AddSingleton<EvaluationService>();
    }
}

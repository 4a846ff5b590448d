namespace TriageConsole.Features.Agreement;

internal static class AgreementFeature
{
    public static IServiceCollection AddAgreement(this IServiceCollection services) =>
        services.AddMemoryCache(o => o.SizeLimit = 500).AddSingleton<AgreementCounter>().AddSingleton<AgreementService>();

    public static IServiceCollection AddAgreementJobs(this IServiceCollection services) => services.AddHostedService<AgreementJob>();
}

namespace TriageConsole.Account.Provisioning;

internal static class ProvisioningFeature
{
    public static IServiceCollection AddProvisioning(this IServiceCollection services)
    {
        services
            .AddOptions<ProvisioningOptions>()
            .BindConfiguration(ProvisioningOptions.Section)
            .Validate(
                o => o.IsValid(),
                "Provisioning:Token must have 32 characters or more, and Provisioning:RequestsPerSecond must be a number from 1 to 10000. "
                    + "See docs/operating.md."
            )
            .ValidateOnStart();
        return services.AddSingleton<ProvisioningGate>().AddSingleton<ScimUserService>().AddSingleton<ScimGroupService>();
    }
}

namespace TriageConsole.Outbound;

internal static class OutboundFeature
{
    public static IServiceCollection AddOutbound(this IServiceCollection services)
    {
        services
            .AddOptions<OutboundOptions>()
            .BindConfiguration(OutboundOptions.Section)
            .Validate(
                o => o.IsValid(),
                "Outbound:AllowedHosts and Outbound:AllowedPrivateHosts list host names, addresses and networks, without scheme and port; see docs/operating.md"
            )
            // A restriction that is read no longer would be none.
            .Validate<IConfiguration>(
                (_, c) => !c.GetSection("Evaluation:AllowedHosts").Exists(),
                "Evaluation:AllowedHosts is now Outbound:AllowedHosts, see docs/operating.md"
            )
            .ValidateOnStart();
        return services.AddSingleton<OutboundHttp>();
    }
}

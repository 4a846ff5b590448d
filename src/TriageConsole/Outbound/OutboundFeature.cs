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
                "Outbound:AllowedHosts and Outbound:AllowedPrivateHosts must list host names, addresses or networks, without scheme "
                    + "and port. See docs/operating.md."
            )
            // Fail on the old name: ignoring it would silently remove the restriction.
            .Validate<IConfiguration>(
                (_, c) => !c.GetSection("Evaluation:AllowedHosts").Exists(),
                "Evaluation:AllowedHosts is now Outbound:AllowedHosts, see docs/operating.md"
            )
            .ValidateOnStart();
        return services.AddSingleton<OutboundHttp>();
    }
}

using Microsoft.Extensions.Options;

namespace TriageConsole.Features.Ingest.Bus;

internal static class BusFeature
{
    public static IServiceCollection AddBus(this IServiceCollection services)
    {
        services.AddOptions<BusOptions>().BindConfiguration(BusOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<BusOptions>, BusOptionsValidator>()
            .AddSingleton<BusStatus>()
            .AddSingleton<BusKeys>()
            .AddSingleton<BusLines>()
            .AddSingleton<BusIngest>();
    }

    /// <summary>Registers the consumers. They do nothing while no broker is configured.</summary>
    public static IServiceCollection AddBusConsumers(this IServiceCollection services) =>
        services.AddHostedService<RabbitMqConsumer>().AddHostedService<KafkaConsumer>();
}

using TriageConsole.Jobs;
using TriageConsole.Outbound;

namespace TriageConsole.Features.Notices;

internal static class NoticesFeature
{
    public static IServiceCollection AddNotices(this IServiceCollection services)
    {
        services
            .AddOptions<NoticeOptions>()
            .BindConfiguration(NoticeOptions.Section)
            .Validate(o => o.IsValid(), "A setting of Notices is out of its range, see docs/operating.md")
            .ValidateOnStart();
        services
            .AddHttpClient(nameof(NoticeSender), c => c.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(s => s.GetRequiredService<OutboundHttp>().CreateHandler())
            .AddWebhookResilience();
        return services.AddSingleton<MailSender>().AddSingleton<NoticeService>().AddSingleton<NoticeSender>().AddScoped<UnreadNotices>();
    }

    public static IServiceCollection AddNoticeJobs(this IServiceCollection services) => services.AddJob<NoticeJob>();
}

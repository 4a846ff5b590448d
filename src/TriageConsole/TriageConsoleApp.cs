using System.Globalization;
using TriageConsole.Account.SingleSignOn;
using TriageConsole.Compatibility;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Ingest.Otlp;
using TriageConsole.Security;
using TriageConsole.Telemetry;

namespace TriageConsole;

/// <summary>
/// The web app. Tests and the command line start this very class; the hook lets them change configuration before it is built.
/// </summary>
public sealed class TriageConsoleApp : IAsyncDisposable
{
    private readonly WebApplication app;

    public TriageConsoleApp(string[] args, DatabaseConnection database, Action<WebApplicationBuilder>? preConfigure = null)
    {
        // Numbers and dates read the same on every machine; people's own languages come with their browser, not with the server's.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = args,
                ApplicationName = "TriageConsole",
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.WebHost.UseStaticWebAssets();
        preConfigure?.Invoke(builder);
        var oldSettings = RenamedSettings.Apply(builder.Configuration);
        OtlpGrpc.Listen(builder.Configuration);
        builder
            .Services.AddTriageConsole(database)
            .AddSingleSignOn(builder.Configuration)
            .ProtectKeyRing(builder.Configuration)
            .AddTelemetry(builder.Configuration);
        app = builder.Build();
        RenamedSettings.Warn(app.Logger, oldSettings);
        app.UseTriageConsole();
        app.MapTriageConsole();
    }

    public IServiceProvider Services => app.Services;

    /// <summary>The addresses it listens on, once started.</summary>
    public ICollection<string> Urls => app.Urls;

    public Task StartAsync(CancellationToken cancellationToken = default) => app.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken = default) => app.StopAsync(cancellationToken);

    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops first: jobs end in order before what they use is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TriageConsole.Benchmarks;

/// <summary>A minimal Blazor Server app: one page with one button and one number.</summary>
public sealed class BareCounterApp : ComponentBase
{
    /// <param name="keepCircuits">Whether circuits of closed pages are kept for a while, as by default.</param>
    public static async Task<WebApplication> StartAsync(bool keepCircuits = true)
    {
        // The Blazor script is in the static files of the console, which are found by its application name.
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                ApplicationName = typeof(TriageConsoleApp).Assembly.GetName().Name,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder
            .Services.AddRazorComponents()
            .AddInteractiveServerComponents(o => o.DisconnectedCircuitMaxRetained = keepCircuits ? 100 : 0);
        var app = builder.Build();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<BareCounterApp>().AddInteractiveServerRenderMode();
        await app.StartAsync();
        return app;
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.AddMarkupContent(0, "<!DOCTYPE html><html lang=\"en\"><head><base href=\"/\" /><title>Counter</title></head><body>");
        builder.OpenComponent<BareCounter>(1);
        builder.AddComponentRenderMode(new InteractiveServerRenderMode(prerender: false));
        builder.CloseComponent();
        builder.AddMarkupContent(2, "<script src=\"_framework/blazor.web.js\"></script></body></html>");
    }
}

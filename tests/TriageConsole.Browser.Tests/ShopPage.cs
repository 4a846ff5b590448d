using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TriageConsole.Browser.Tests;

/// <summary>A web server of another origin than the console, with the sample page.</summary>
internal sealed class ShopPage : IAsyncDisposable
{
    private readonly WebApplication server;

    private ShopPage(WebApplication server) => this.server = server;

    /// <summary>The same server has two origins: this one, and <see cref="OtherOrigin"/>.</summary>
    public string Origin => server.Urls.Single();

    public string OtherOrigin => Origin.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    public static async Task<ShopPage> StartAsync(string folder)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.MapGet(
            "/{name}",
            (string name) =>
                Results.File(
                    Path.Combine(folder, Path.GetFileName(name)),
                    name.EndsWith(".js", StringComparison.Ordinal) ? "text/javascript" : "text/html"
                )
        );
        await server.StartAsync();
        return new ShopPage(server);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Browser.Tests;

/// <summary>nginx with the configuration of docs/nginx.conf in front of two instances.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly Process process;
    private readonly DirectoryInfo folder;

    private Nginx(Process process, DirectoryInfo folder, Uri address)
    {
        this.process = process;
        this.folder = folder;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<Nginx> StartAsync(Uri first, Uri second)
    {
        var folder = Directory.CreateTempSubdirectory("nginx-");
        // nginx reads files as another account if root starts it.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var console = (await File.ReadAllTextAsync(Documented()))
            .Replace("10.0.0.11:5080", first.Authority, StringComparison.Ordinal)
            .Replace("10.0.0.12:5080", second.Authority, StringComparison.Ordinal)
            .Replace("listen 80;", $"listen {address.Authority};", StringComparison.Ordinal);
        var main = $$"""
            daemon off;
            pid {{folder.FullName}}/pid;
            error_log stderr error;
            events { worker_connections 512; }
            http {
              access_log off;
              client_body_temp_path {{folder.FullName}}/body;
              proxy_temp_path {{folder.FullName}}/proxy;
              fastcgi_temp_path {{folder.FullName}}/fastcgi;
              uwsgi_temp_path {{folder.FullName}}/uwsgi;
              scgi_temp_path {{folder.FullName}}/scgi;
              include {{folder.FullName}}/console.conf;
            }
            """;
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "console.conf"), console);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "nginx.conf"), main);
        var start = new ProcessStartInfo(Program(), ["-p", folder.FullName, "-c", Path.Combine(folder.FullName, "nginx.conf")])
        {
            RedirectStandardError = true,
        };
        var nginx = new Nginx(Process.Start(start)!, folder, address);
        await nginx.AnswersAsync();
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task AnswersAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        await Wait.UntilAsync(
            async () =>
            {
                using var answer = await client.GetAsync("/healthz");
                return answer.IsSuccessStatusCode;
            },
            "nginx in front of the console",
            tolerant: true
        );
    }

    private static string Program() =>
        new[] { "/usr/sbin/nginx", "/usr/bin/nginx", "/opt/homebrew/bin/nginx", "/usr/local/bin/nginx" }.FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("This test needs nginx: apt-get install nginx-light.");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Documented([CallerFilePath] string path = "") =>
        Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "docs", "nginx.conf");
}

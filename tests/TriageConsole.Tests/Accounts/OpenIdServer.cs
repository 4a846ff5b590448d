using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Accounts;

/// <summary>A real OpenID Connect provider (package oidc-provider from npm) in a process of its own.</summary>
internal sealed class OpenIdServer : IAsyncDisposable
{
    private readonly string file = Path.GetTempFileName();
    private Process? process;

    public OpenIdServer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    public string Authority => $"http://127.0.0.1:{Port}";

    /// <summary>The person who signs in next; null: the provider refuses.</summary>
    public string? Current { get; set; }

    private Dictionary<string, object> People { get; } = [];

    /// <summary>What the provider says about a person from now on.</summary>
    public void Say(string subject, string email, bool verified, params string[] groups)
    {
        People[subject] = new
        {
            email,
            email_verified = verified,
            name = $"Name of {subject}",
            groups,
        };
        Current = subject;
    }

    public async Task StartAsync(Uri console)
    {
        var folder = Path.GetFullPath(Path.Combine(Folder(), "..", "..", "clients"));
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), "Run npm ci in tests/clients, as test.sh does.");
        var start = new ProcessStartInfo("node", "oidc.mjs")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PORT"] = Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["PEOPLE"] = file;
        start.Environment["REDIRECT"] = new Uri(console, "/account/sso/callback").ToString();
        process = Process.Start(start)!;
        // Nobody reads what it says; a full pipe would stop it.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Wait.UntilAsync(
            async () =>
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return true;
            },
            "the OpenID Connect provider listens",
            tolerant: true
        );
    }

    public async Task StopAsync()
    {
        if (process is null)
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>Follows the redirects like a browser, up to the first page or to the address that <paramref name="stop"/> names.</summary>
    public async Task<Uri> FollowAsync(HttpClient browser, Uri first, Func<Uri, bool>? stop = null)
    {
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { current = Current, people = People }));
        var at = new Uri(browser.BaseAddress!, first);
        for (var step = 0; step < 15; step++)
        {
            if (stop?.Invoke(at) == true)
                return at;
            using var answer = await browser.GetAsync(at);
            if (answer.StatusCode is not (HttpStatusCode.Redirect or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect))
            {
                Assert.True(answer.IsSuccessStatusCode, $"{at}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
                return at;
            }

            at = new Uri(at, answer.Headers.Location!);
        }

        throw new InvalidOperationException($"Too many redirects, last to {at}");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        File.Delete(file);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

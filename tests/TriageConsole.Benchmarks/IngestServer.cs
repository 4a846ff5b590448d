using System.Diagnostics;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TriageConsole.Account;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Redaction;
using TriageConsole.Features.Redaction;
using TriageConsole.Security;

namespace TriageConsole.Benchmarks;

/// <summary>The console in a process of its own, so that time and memory are measured for the server alone.</summary>
internal sealed class IngestServer : IAsyncDisposable
{
    public const string ServeVerb = "serve-ingest";
    private const string ConnectionVariable = "TRIAGE_BENCHMARK_CONNECTION";
    private const string PlainVariable = "TRIAGE_BENCHMARK_PLAIN";
    private const string TenantsVariable = "TRIAGE_BENCHMARK_TENANTS";

    private readonly Process process;
    private readonly Task<string> rest;
    private readonly string[] hello;

    private IngestServer(Process process, string[] hello)
    {
        (this.process, this.hello) = (process, hello);
        // Read the remaining output, so that the server does not block on a full pipe.
        rest = process.StandardOutput.ReadToEndAsync();
    }

    public Uri Address => new(hello[0]);

    /// <summary>A key with the scope admin, of the first tenant.</summary>
    public string AdminKey => hello[1];

    /// <summary>The path of a link that signs an admin in.</summary>
    public string SignInPath => hello[2];

    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>The peak memory of the process (VmHWM) in MiB. Source: proc(5).</summary>
    public long PeakMemory => Memory("VmHWM:");

    /// <summary>The memory of the process now (VmRSS) in MiB.</summary>
    public long CurrentMemory => Memory("VmRSS:");

    /// <param name="database">A migrated database.</param>
    /// <param name="isPlain">Without redaction and without event log.</param>
    /// <param name="tenants">Number of tenants, each with a key.</param>
    /// <param name="settings">Further settings of the server, as environment variables.</param>
    public static async Task<IngestServer> StartAsync(
        BenchmarkDatabase database,
        bool isPlain,
        int tenants = 1,
        params (string Name, string Value)[] settings
    )
    {
        // If dotnet runs the program, its path is the first argument.
        var program = Environment
            .GetCommandLineArgs()
            .Take(1)
            .Where(_ => Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet");
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. program, ServeVerb])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment =
            {
                [ConnectionVariable] = database.Connection.ConnectionString,
                [PlainVariable] = isPlain ? "1" : "",
                [TenantsVariable] = $"{tenants}",
                // As run.sh starts the console.
                ["MALLOC_ARENA_MAX"] = "2",
            },
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (line.StartsWith("http://", StringComparison.Ordinal))
                return new IngestServer(process, line.Split(' '));
        throw new InvalidOperationException("The server did not start.");
    }

    /// <summary>The key of one tenant.</summary>
    public string Key(int tenant) => hello[tenant + 3];

    /// <summary>A client with the key of one tenant.</summary>
    public HttpClient CreateClient(int tenant)
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key(tenant));
        return client;
    }

    /// <summary>
    /// Runs the server in this process. Prints its URL, the key of an admin, a link that signs the admin in, and the keys of the tenants.
    /// It ends when standard input ends.
    /// </summary>
    public static async Task ServeAsync()
    {
        var named =
            Environment.GetEnvironmentVariable(ConnectionVariable)
            ?? throw new InvalidOperationException($"{ConnectionVariable} must contain the connection string of the database.");
        var connection = new DatabaseConnection(DatabaseProvider.PostgreSql, named);
        var isPlain = Environment.GetEnvironmentVariable(PlainVariable) is { Length: > 0 };
        await using var app = new TriageConsoleApp(
            [],
            connection,
            b =>
            {
                b.WebHost.UseUrls("http://127.0.0.1:0");
                b.Logging.SetMinimumLevel(LogLevel.Critical);
                if (!isPlain)
                    b.Configuration["EventLog:Folder"] = Directory.CreateTempSubdirectory("triage-benchmark-log-").FullName;
            }
        );
        await app.StartAsync();
        var keys = app.Services.GetRequiredService<ApiKeyService>();
        var created = new List<string>();
        var tenants = int.Parse(
            Environment.GetEnvironmentVariable(TenantsVariable) ?? "1",
            System.Globalization.CultureInfo.InvariantCulture
        );
        for (var n = 0; n < tenants; n++)
            created.Add((await keys.CreateAsync($"bench{n}", "bench", ["ingest", "read"], null)).Key);
        if (isPlain)
            await SwitchRedactionOffAsync(connection);
        var admin = await keys.CreateAsync("bench0", "admin", ["admin"], null);
        Console.WriteLine($"{app.Urls.First()} {admin.Key} {await LinkAsync(app)} {string.Join(' ', created)}");
        await Console.In.ReadToEndAsync();
    }

    /// <summary>The path of a link that signs a new admin in.</summary>
    private static async Task<string> LinkAsync(TriageConsoleApp app)
    {
        var id = await app
            .Services.GetRequiredService<PeopleService>()
            .AddPersonAsync("admin@example.org", "Admin", [new GrantSpec(Role.Admin, null, null)]);
        var token = await app
            .Services.GetRequiredService<SignInLinkService>()
            .CreateAsync(id, isInvitation: false, TimeSpan.FromMinutes(30));
        return $"/account/link/{token}";
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        await rest;
        process.Dispose();
    }

    private static async Task SwitchRedactionOffAsync(DatabaseConnection connection)
    {
        await using var db = new TriageDbContext(DatabaseOptions.Build(connection));
        foreach (var tenant in await db.Tenants.Where(t => t.Key.StartsWith("bench")).Select(t => t.Id).ToListAsync())
            db.RedactionSettings.Add(
                new RedactionSetting { TenantId = tenant, Definition = new RedactionDefinition { Enabled = false }.ToJson() }
            );
        await db.SaveChangesAsync();
    }

    private long Memory(string name)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").Single(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture)
            >> 10;
    }
}

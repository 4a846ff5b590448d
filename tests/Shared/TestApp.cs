using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Account;
using TriageConsole.Data.Access;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Tests.Shared;

/// <summary>The real app on a free port with its own database. Stopped and dropped at the end.</summary>
public sealed partial class TestApp : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly bool ownsDatabase;
    private readonly List<HttpClient> clients = [];
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<HttpClient, CookieContainer> Cookies = [];
    private TriageConsoleApp app;

    private TestApp(TestDatabase database, TriageConsoleApp app, bool ownsDatabase)
    {
        this.database = database;
        this.app = app;
        this.ownsDatabase = ownsDatabase;
    }

    public TestDatabase Database => database;

    public IServiceProvider Services => app.Services;

    public Uri Address => new(app.Urls.First());

    /// <summary>
    /// Starts the app. <paramref name="configure"/> can replace services (the last registration wins) and change settings, for example
    /// <c>Jobs:IsEnabled</c>.
    /// </summary>
    public static async Task<TestApp> StartAsync(Action<WebApplicationBuilder>? configure = null)
    {
        var database = await TestDatabase.CreateAsync();
        return new TestApp(database, await StartAppAsync(database, "http://127.0.0.1:0", configure), ownsDatabase: true);
    }

    /// <summary>Starts the app over a database that has another owner.</summary>
    public static async Task<TestApp> StartAsync(TestDatabase database, Action<WebApplicationBuilder>? configure = null) =>
        new(database, await StartAppAsync(database, "http://127.0.0.1:0", configure), ownsDatabase: false);

    /// <summary>Starts a second instance with the same database, as behind a load balancer.</summary>
    public async Task<TestApp> StartSiblingAsync(Action<WebApplicationBuilder>? configure = null) =>
        new(database, await StartAppAsync(database, "http://127.0.0.1:0", configure), ownsDatabase: false);

    /// <summary>Stops the app, runs an action and starts the app at the same URL.</summary>
    public async Task RestartAsync(Func<Task> whileStopped)
    {
        var address = Address.ToString();
        await app.DisposeAsync();
        await whileStopped();
        app = await StartAppAsync(database, address, null);
    }

    private static async Task<TriageConsoleApp> StartAppAsync(
        TestDatabase database,
        string address,
        Action<WebApplicationBuilder>? configure
    )
    {
        var app = new TriageConsoleApp(
            [],
            database.Connection,
            b =>
            {
                b.WebHost.UseUrls(address);
                b.Configuration["Logging:LogLevel:Default"] = "Error";
                b.Configuration["Jobs:IsEnabled"] = $"{RunsJobs}";
                SqlServerTranslation.Add(b.Services);
                configure?.Invoke(b);
            }
        );
        await app.StartAsync();
        return app;
    }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public IReadOnlyList<RouteEndpoint> Endpoints => Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();

    /// <summary>Creates a client with its own cookies that does not follow redirects.</summary>
    public HttpClient CreateClient()
    {
        var cookies = new CookieContainer();
        var client = new HttpClient(new CookieHandler(cookies)) { BaseAddress = Address };
        clients.Add(client);
        Cookies.Add(client, cookies);
        return client;
    }

    /// <summary>The cookies of a client.</summary>
    public static CookieContainer CookiesOf(HttpClient client) =>
        Cookies.TryGetValue(client, out var cookies)
            ? cookies
            : throw new ArgumentException("The client was not created by CreateClient.", nameof(client));

    /// <summary>Creates a client that sends the API key with every request.</summary>
    public HttpClient CreateApiClient(string key)
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    /// <summary>Creates a person with the roles on the whole tenant (admins: on all tenants), signed in by a real one-time link.</summary>
    public Task<SignedInPerson> SignInAsync(params Role[] roles) => SignInAsync("acme", roles);

    public async Task<SignedInPerson> SignInAsync(string tenantKey, params Role[] roles)
    {
        var tenantId = await EnsureTenantAsync(tenantKey);
        return await SignInAsync(roles.Select(r => new Grant(r, r == Role.Admin ? null : tenantId, null)).ToArray());
    }

    public async Task<SignedInPerson> SignInAsync(params Grant[] grants)
    {
        var (userId, email) = await CreatePersonAsync(grants);
        var token = await Get<SignInLinkService>().CreateAsync(userId, isInvitation: false, TimeSpan.FromMinutes(5));
        var client = CreateClient();
        using var answer = await PostFormAsync(client, $"/account/link/{token}", "link");
        if (answer.StatusCode != HttpStatusCode.Redirect)
            throw new InvalidOperationException($"Sign-in returned {(int)answer.StatusCode}");
        return new SignedInPerson(userId, email, client);
    }

    public async Task<(long UserId, string Email)> CreatePersonAsync(params Grant[] grants)
    {
        var email = $"person.{Guid.NewGuid():N}@example.org";
        var userId = await Get<PeopleService>().AddPersonAsync(email, "Person " + email[7..11], []);
        await using var db = database.CreateContext();
        foreach (var grant in grants)
            db.RoleGrants.Add(
                new RoleGrant
                {
                    UserId = userId,
                    Role = grant.Role,
                    TenantId = grant.TenantId,
                    WorkflowId = grant.WorkflowId,
                    GrantedAt = DateTimeOffset.UnixEpoch,
                    GrantedBy = "test",
                }
            );
        await db.SaveChangesAsync();
        return (userId, email);
    }

    public async Task<string> CreateApiKeyAsync(string tenantKey, params string[] scopes) =>
        (await Get<ApiKeyService>().CreateAsync(tenantKey, "test", scopes, null)).Key;

    public async Task<long> EnsureTenantAsync(string key)
    {
        await using var db = database.CreateContext();
        if (await db.Tenants.SingleOrDefaultAsync(t => t.Key == key) is { } known)
            return known.Id;
        var tenant = new Tenant
        {
            Key = key,
            Name = key,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        db.Tenants.Add(tenant);
        await db.SaveChangesAsync();
        return tenant.Id;
    }

    public async Task<Workflow> AddWorkflowAsync(string tenantKey, string key, bool configured = true)
    {
        var tenantId = await EnsureTenantAsync(tenantKey);
        await using var db = database.CreateContext();
        var workflow = new Workflow
        {
            TenantId = tenantId,
            Key = key,
            Name = key,
            Configured = configured,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        db.Workflows.Add(workflow);
        await db.SaveChangesAsync();
        return workflow;
    }

    /// <summary>Opens a page and submits one of its forms with the antiforgery token, like a browser.</summary>
    public static async Task<HttpResponseMessage> PostFormAsync(
        HttpClient client,
        string address,
        string handler,
        params (string Name, string Value)[] fields
    )
    {
        var page = await client.GetStringAsync(new Uri(address, UriKind.Relative));
        var token = AntiforgeryField().Match(page).Groups[1].Value;
        var values = fields
            .Select(f => KeyValuePair.Create(f.Name, f.Value))
            .Append(new("__RequestVerificationToken", token))
            .Append(new("_handler", handler));
        using var form = new FormUrlEncodedContent(values);
        return await client.PostAsync(new Uri(address, UriKind.Relative), form);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
            client.Dispose();
        await app.DisposeAsync();
        if (ownsDatabase)
            await database.DisposeAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();
}

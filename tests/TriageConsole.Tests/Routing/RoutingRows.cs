using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TriageConsole.Data;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Routing;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Routing;

/// <summary>Writes releases and experiments to the database as the services do.</summary>
internal static class RoutingRows
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public static async Task<Release> AddReleaseAsync(TriageDbContext db, Workflow workflow, string name)
    {
        ComponentVersion Version(ComponentKind kind, string component, string? reference) =>
            new()
            {
                TenantId = workflow.TenantId,
                WorkflowId = workflow.Id,
                Kind = kind,
                Name = component,
                Version = name,
                Reference = reference,
                ContentHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(component + name))),
                Author = "test",
                CreatedAt = DateTimeOffset.UnixEpoch,
            };
        ComponentVersion[] versions =
        [
            Version(ComponentKind.RetrievalConfig, "top-k", "git:1234"),
            Version(ComponentKind.Prompt, "system prompt", null),
        ];
        var release = new Release
        {
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            Name = name,
            Author = "test",
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        db.ComponentVersions.AddRange(versions);
        db.Releases.Add(release);
        await db.SaveChangesAsync();
        release.Components.AddRange(
            versions.Select(v => new ReleaseComponent
            {
                WorkflowId = workflow.Id,
                Kind = v.Kind,
                Name = v.Name,
                ComponentVersionId = v.Id,
            })
        );
        await db.SaveChangesAsync();
        return release;
    }

    public static async Task MoveAsync(TriageDbContext db, Release release, ReleaseState to)
    {
        var number = (release.TransitionNumber ?? 0) + 1;
        db.ReleaseTransitions.Add(
            new ReleaseTransition
            {
                ReleaseId = release.Id,
                Number = number,
                PreviousNumber = release.TransitionNumber,
                FromState = release.State,
                ToState = to,
                At = DateTimeOffset.UnixEpoch,
                Actor = "test",
            }
        );
        await db.SaveChangesAsync();
        db.Attach(release);
        (release.State, release.TransitionNumber) = (to, number);
        await db.SaveChangesAsync();
    }

    /// <summary>One transaction: replaces the live release and notifies all instances.</summary>
    public static async Task PromoteAsync(TriageDbContext db, Release? before, Release next)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        if (before is not null)
            await MoveAsync(db, before, ReleaseState.Superseded);
        await MoveAsync(db, next, ReleaseState.Live);
        await db.MarkRoutingChangedAsync();
        await transaction.CommitAsync();
    }

    public static async Task<Experiment> StartAsync(
        TriageDbContext db,
        ExperimentKind kind,
        Release control,
        double controlShare,
        Release candidate,
        double share,
        DateTimeOffset? at = null
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        var experiment = new Experiment
        {
            TenantId = control.TenantId,
            WorkflowId = control.WorkflowId,
            Kind = kind,
            IsRunning = true,
            StartedAt = at ?? DateTimeOffset.UnixEpoch,
            StartedBy = "test",
            Arms =
            [
                new ExperimentArm
                {
                    WorkflowId = control.WorkflowId,
                    ReleaseId = control.Id,
                    IsControl = true,
                    Share = controlShare,
                },
                new ExperimentArm
                {
                    WorkflowId = control.WorkflowId,
                    ReleaseId = candidate.Id,
                    Share = share,
                },
            ],
        };
        db.Experiments.Add(experiment);
        await db.SaveChangesAsync();
        await db.MarkRoutingChangedAsync();
        await transaction.CommitAsync();
        return experiment;
    }

    public static Uri Address(string workflow, string unit) =>
        new($"/api/v1/route?workflow={Uri.EscapeDataString(workflow)}&unit={Uri.EscapeDataString(unit)}", UriKind.Relative);

    public static async Task<RouteAnswer> RouteAsync(this HttpClient client, string unit, string workflow = "support") =>
        (await client.GetFromJsonAsync<RouteAnswer>(Address(workflow, unit), Json))!;

    /// <summary>The release that serves the unit, or the status code if there is none.</summary>
    public static async Task<string> ReleaseAsync(this HttpClient client, string unit = "u", string workflow = "support")
    {
        using var answer = await client.GetAsync(Address(workflow, unit));
        return answer.StatusCode == HttpStatusCode.OK
            ? (await answer.Content.ReadFromJsonAsync<RouteAnswer>(Json))!.Release
            : answer.StatusCode.ToString();
    }

    /// <summary>Repeats the request until the response is the expected one.</summary>
    public static Task UntilAsync(Func<Task<string>> ask, string expected) =>
        Wait.UntilAsync(async () => await ask() == expected, $"The answer {expected}");

    /// <summary>The same with a test clock that moves a tenth of a second per request.</summary>
    public static Task UntilAsync(TestClock clock, Func<Task<string>> ask, string expected) =>
        UntilAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(100));
                return ask();
            },
            expected
        );
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Features.Outcomes;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;

namespace TriageConsole.Tests.Outcomes;

/// <summary>Events for the dashboard, and what it shows to a lead.</summary>
internal static class DashboardData
{
    public static readonly OutcomeFilter Ever = new() { Span = "all" };

    public static DateTimeOffset Day(int n) => new(new DateOnly(2026, 11, 1).AddDays(n), TimeOnly.MinValue, TimeSpan.Zero);

    public static string Resolved(int value) =>
        string.Create(CultureInfo.InvariantCulture, $"\"outcome_metric_name\":\"resolved\",\"outcome_metric_value\":{value}");

    public static string At(int n, DateTimeOffset day, string extra) =>
        $$"""{"trace_id":"t{{n}}","task_type":"support","task_id":"k{{n}}","model_version":"v1","timestam"""
        + $$"""p":"{{day.AddHours(9).AddMinutes(n % 300):O}}","input":"q","output":"a",{{extra}}}""";

    public static PersonAccess Person(Role role, long tenantId) => new(1, "A person", [new Grant(role, tenantId, null)]);

    public static Task<WorkflowRef> WorkflowAsync(IngestFixture world, string key) =>
        world.QueryAsync(db =>
            db.Workflows.Where(w => w.Key == key)
                .Select(w => new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, w.Configured, w.ActiveRubricVersionId))
                .SingleAsync()
        );

    public static async Task<OutcomeView> ReadAsync(IngestFixture world, string key, OutcomeFilter filter)
    {
        var workflow = await WorkflowAsync(world, key);
        return await world.Get<OutcomeDashboard>().ReadAsync(Person(Role.Lead, workflow.TenantId), workflow, filter);
    }
}

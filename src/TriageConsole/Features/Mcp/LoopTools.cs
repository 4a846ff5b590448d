using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using ModelContextProtocol;
using ModelContextProtocol.Server;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Outcomes;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Reports;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Mcp;

/// <summary>Reads workflows, the loop report, patterns and outcomes.</summary>
[Authorize(Policies.ScopeRead)]
internal sealed class LoopTools(
    WorkflowService workflows,
    ReleaseLookup lookup,
    LoopReportService reports,
    PatternService patterns,
    OutcomeService outcomes
)
{
    [McpServerTool(Name = "list_workflows", ReadOnly = true, OpenWorld = false)]
    [Description("The workflows of the tenant with their counts. The other tools name a workflow by its key.")]
    public async Task<object> WorkflowsAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await workflows.ListAsync(ApiCaller.From(user), cancellationToken);

    [McpServerTool(Name = "read_loop_report", ReadOnly = true, OpenWorld = false)]
    [Description(
        "What changed in a workflow in one week compared with the week before, what improved or got worse with 95 % intervals, in which "
            + "patterns and versions, results of expert time, and what to do next, ranked. It answers: what improved last week, and why?"
    )]
    public async Task<LoopReport> ReportAsync(
        ClaimsPrincipal user,
        [Description("Key of the workflow.")] string workflow,
        [Description("ISO week such as 2026-W47 (UTC). Default: the last complete week.")] string? week = null,
        CancellationToken cancellationToken = default
    )
    {
        var caller = ApiCaller.From(user);
        McpAnswers.Of(await lookup.FindWorkflowAsync(caller, workflow, cancellationToken));
        var asked = McpAnswers.Of(reports.Week(week));
        return await reports.ReadAsync(caller, workflow, asked, cancellationToken)
            ?? throw new McpException($"There is no workflow '{workflow}' in this tenant.");
    }

    [McpServerTool(Name = "list_patterns", ReadOnly = true, OpenWorld = false)]
    [Description("The patterns in the failures of a workflow, ordered by weekly impact on its outcome.")]
    public async Task<PatternsAnswer> PatternsAsync(
        ClaimsPrincipal user,
        [Description("Key of the workflow.")] string workflow,
        [Description("Only one state: new, acknowledged, fixing, fixed or regressed.")] string? state = null,
        [Description("Also list patterns that are no longer found.")] bool all = false,
        CancellationToken cancellationToken = default
    )
    {
        var caller = ApiCaller.From(user);
        McpAnswers.Of(await lookup.FindWorkflowAsync(caller, workflow, cancellationToken));
        var states = Enum.GetValues<PatternState>().ToDictionary(s => JsonNamingPolicy.SnakeCaseLower.ConvertName(s.ToString()));
        var wanted = McpAnswers.OneOf("state", state, states.Keys);
        var (search, rows) =
            await patterns.ListAsync(caller, workflow, wanted is null ? null : states[wanted], all, cancellationToken)
            ?? throw new McpException($"There is no workflow '{workflow}' in this tenant.");
        return new PatternsAnswer(workflow, search, rows);
    }

    [McpServerTool(Name = "read_outcomes", ReadOnly = true, OpenWorld = false)]
    [Description(
        "The business outcome of a workflow by version, segment or another dimension. count includes interactions whose outcome is "
            + "missing; mean = sum / (count - missing)."
    )]
    public async Task<OutcomesAnswer> OutcomesAsync(
        ClaimsPrincipal user,
        [Description("Key of the workflow.")] string workflow,
        [Description(
            "Dimension: model_version (default, keyed model_id@model_version), prompt_version, segment, country, release and others."
        )]
            string? by = null,
        [Description("Start of the period, as a time such as 2026-11-20T00:00:00Z.")] string? from = null,
        [Description("End of the period, excluded.")] string? to = null,
        CancellationToken cancellationToken = default
    )
    {
        var caller = ApiCaller.From(user);
        McpAnswers.Of(await lookup.FindWorkflowAsync(caller, workflow, cancellationToken));
        var dimension = McpAnswers.OneOf("by", by, OutcomeService.Dimensions) ?? "model_version";
        var (since, until) = (McpAnswers.Time("from", from), McpAnswers.Time("to", to));
        if (since > until)
            throw new McpException("from is after to.");
        var groups =
            await outcomes.ByAsync(caller, workflow, dimension, since, until, cancellationToken)
            ?? throw new McpException($"There is no workflow '{workflow}' in this tenant.");
        return new OutcomesAnswer(dimension, groups);
    }
}

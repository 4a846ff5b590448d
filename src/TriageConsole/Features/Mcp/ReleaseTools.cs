using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using ModelContextProtocol;
using ModelContextProtocol.Server;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Security;

namespace TriageConsole.Features.Mcp;

/// <summary>Reads releases and their gates. There is no tool that promotes or rolls back: people do that.</summary>
[Authorize(Policies.ScopeRead)]
internal sealed class ReleaseTools(ReleaseLookup lookup, ReleaseReader reader, ReleaseDetailReader details)
{
    [McpServerTool(Name = "list_releases", ReadOnly = true, OpenWorld = false)]
    [Description("The releases of a workflow with their state, outcome and gates, and versions in its traffic that are not registered.")]
    public async Task<ReleasesAnswer> ListAsync(
        ClaimsPrincipal user,
        [Description("Key of the workflow.")] string workflow,
        CancellationToken cancellationToken
    )
    {
        var caller = ApiCaller.From(user);
        var id = McpAnswers.Of(await lookup.FindWorkflowAsync(caller, workflow, cancellationToken));
        var list = await reader.ListAsync(caller.TenantId, id, cancellationToken);
        return new ReleasesAnswer(workflow, [.. list.Releases.Select(ReleaseAnswer.Of)], list.Unregistered);
    }

    [McpServerTool(Name = "read_release", ReadOnly = true, OpenWorld = false)]
    [Description("One release with its history: who moved it, when, why, and the results of its gates at that time.")]
    public async Task<ReleaseDetailAnswer> ReadAsync(
        ClaimsPrincipal user,
        [Description("Id of the release, from list_releases.")] long id,
        CancellationToken cancellationToken
    )
    {
        var caller = ApiCaller.From(user);
        var workflow = McpAnswers.Of(await lookup.FindWorkflowOfAsync(caller, id, cancellationToken));
        var list = await reader.ListAsync(caller.TenantId, workflow, cancellationToken);
        var detail = await details.ReadAsync(list, list.Releases.Single(r => r.Id == id), cancellationToken);
        return ReleaseDetailAnswer.Of(detail);
    }

    [McpServerTool(Name = "compare_releases", ReadOnly = true, OpenWorld = false)]
    [Description("What a release changes, component by component, compared with another release.")]
    public async Task<ReleaseDifferenceAnswer> CompareAsync(
        ClaimsPrincipal user,
        [Description("Id of the release.")] long id,
        [Description("Id of the release to compare with. Default: the live release.")] long? to = null,
        CancellationToken cancellationToken = default
    )
    {
        var caller = ApiCaller.From(user);
        var workflow = McpAnswers.Of(await lookup.FindWorkflowOfAsync(caller, id, cancellationToken));
        var before = to ?? McpAnswers.Of(await lookup.FindLiveAsync(caller, workflow, cancellationToken));
        var difference =
            await details.DifferenceAsync(caller.TenantId, workflow, before, id, cancellationToken)
            ?? throw new McpException($"There is no release {before} in this workflow.");
        return new ReleaseDifferenceAnswer(
            difference.Before,
            difference.After,
            [.. difference.Components.Select(ComponentDifferenceAnswer.Of)]
        );
    }
}

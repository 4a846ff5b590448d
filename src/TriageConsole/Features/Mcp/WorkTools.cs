using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using ModelContextProtocol;
using ModelContextProtocol.Server;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Interactions;
using TriageConsole.Features.Labeling.Flags;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Triage;
using TriageConsole.Security;

namespace TriageConsole.Features.Mcp;

/// <summary>Reads the queue, interactions and flags.</summary>
[Authorize(Policies.ScopeRead)]
internal sealed class WorkTools(ReleaseLookup lookup, QueueService queue, InteractionService interactions, FlagApi flags)
{
    private const int StandardRows = 20;
    private const int MaxRows = 100;

    [McpServerTool(Name = "read_queue", ReadOnly = true, OpenWorld = false)]
    [Description("The open items of a workflow's queue in the order in which labelers get them, each with its priority and reason.")]
    public async Task<Page<QueueRow>> QueueAsync(
        ClaimsPrincipal user,
        [Description("Key of the workflow.")] string workflow,
        [Description("Number of items, at most 100. Default 20.")] int limit = StandardRows,
        [Description("next_cursor of the page before.")] string? cursor = null,
        CancellationToken cancellationToken = default
    )
    {
        var caller = ApiCaller.From(user);
        McpAnswers.Of(await lookup.FindWorkflowAsync(caller, workflow, cancellationToken));
        return await McpAnswers.PageAsync(() =>
                queue.ListAsync(caller, workflow, new QueueFilter(null, null), cursor, McpAnswers.Limit(limit, MaxRows), cancellationToken)
            ) ?? throw new McpException($"There is no workflow '{workflow}' in this tenant.");
    }

    [McpServerTool(Name = "find_interactions", ReadOnly = true, OpenWorld = false)]
    [Description("Interactions of a workflow, newest first, with the beginning of their input, outcome and suspicion of a failure.")]
    public async Task<Page<InteractionRow>> FindAsync(
        ClaimsPrincipal user,
        [Description("Key of the workflow.")] string workflow,
        [Description("A text in the beginning of the input.")] string? text = null,
        [Description("model_id, model_version, or both as model_id@model_version.")] string? model = null,
        [Description("Name of a release.")] string? release = null,
        [Description("True: only those that need a review.")] bool? needs_review = null,
        [Description("Start of the period, as a time such as 2026-11-20T00:00:00Z.")] string? from = null,
        [Description("End of the period, excluded.")] string? to = null,
        [Description("Number of rows, at most 100. Default 20.")] int limit = StandardRows,
        [Description("next_cursor of the page before.")] string? cursor = null,
        CancellationToken cancellationToken = default
    )
    {
        var caller = ApiCaller.From(user);
        McpAnswers.Of(await lookup.FindWorkflowAsync(caller, workflow, cancellationToken));
        var filter = new InteractionFilter
        {
            Text = McpAnswers.Text("text", text),
            Model = McpAnswers.Text("model", model),
            Release = McpAnswers.Text("release", release),
            NeedsReview = needs_review,
            From = McpAnswers.Time("from", from),
            To = McpAnswers.Time("to", to),
        };
        return await McpAnswers.PageAsync(() =>
            interactions.SearchAsync(caller, workflow, filter, cursor, McpAnswers.Limit(limit, MaxRows), cancellationToken)
        );
    }

    [McpServerTool(Name = "read_interaction", ReadOnly = true, OpenWorld = false)]
    [Description("One interaction with its messages, steps, signals, outcome, labels and versions.")]
    public async Task<InteractionAnswer> ReadAsync(
        ClaimsPrincipal user,
        [Description("The trace id.")] string trace_id,
        CancellationToken cancellationToken
    ) =>
        await interactions.ReadAsync(ApiCaller.From(user), McpAnswers.Text("trace_id", trace_id) ?? "", cancellationToken) is { } found
            ? InteractionAnswer.Of(found)
            : throw new McpException($"There is no interaction '{trace_id}' in this tenant.");

    [McpServerTool(Name = "list_flags", ReadOnly = true, OpenWorld = false)]
    [Description("What labelers report about items of a workflow, with the messages: personal data first, then the oldest.")]
    public async Task<FlagsAnswer> FlagsAsync(
        ClaimsPrincipal user,
        [Description("Key of the workflow.")] string workflow,
        [Description("open (default) or resolved.")] string? state = null,
        [Description("Number of the page of 50 flags, from 1.")] int page = 1,
        CancellationToken cancellationToken = default
    )
    {
        var caller = ApiCaller.From(user);
        McpAnswers.Of(await lookup.FindWorkflowAsync(caller, workflow, cancellationToken));
        var resolved = McpAnswers.OneOf("state", state, ["open", "resolved"]) == "resolved";
        if (page < 1)
            throw new McpException("page is a whole number from 1.");
        var filter = new FlagFilter(resolved ? FlagState.Resolved : FlagState.Open, null);
        return await flags.ListAsync(caller, workflow, filter, page, cancellationToken)
            ?? throw new McpException($"There is no workflow '{workflow}' in this tenant.");
    }
}

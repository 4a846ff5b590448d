using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using ModelContextProtocol;
using ModelContextProtocol.Server;
using TriageConsole.Core.Common;
using TriageConsole.Features.Labeling.Flags;
using TriageConsole.Features.Labels;
using TriageConsole.Security;

namespace TriageConsole.Features.Mcp;

/// <summary>Writes labels and answers flags. An assistant's label is one of an LLM judge, never one of an expert.</summary>
[Authorize(Policies.ScopeLabel)]
internal sealed class WriteTools(LabelImportService labels, FlagApi flags)
{
    private const int MaxAssistant = 80;

    [McpServerTool(Name = "add_label", Destructive = false, Idempotent = true, OpenWorld = false)]
    [Description(
        "Stores your answer to one question about an interaction. It counts as the label of an LLM judge, which is compared with "
            + "experts before it counts for anything. The same answer again changes nothing; another answer is a revision."
    )]
    public async Task<LabelImportResult> LabelAsync(
        ClaimsPrincipal user,
        [Description("The trace id of the interaction.")] string trace_id,
        [Description("Key of the question, for example quality.")] string question,
        [Description("The answer.")] string value,
        [Description("Name and version of the model that answers, for example claude-4.")] string assistant,
        [Description("The reason for the answer.")] string? comment = null,
        CancellationToken cancellationToken = default
    )
    {
        if (string.IsNullOrWhiteSpace(assistant) || assistant.Length > MaxAssistant)
            throw new McpException($"assistant is the name of the model that answers, at most {MaxAssistant} characters.");
        var line = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                trace_id,
                labeler_id = $"llm:{assistant.Trim()}",
                rubric_key = question,
                value,
                comment,
            }
        );
        using var stream = new MemoryStream(line);
        var result = await labels.ImportAsync(ApiCaller.From(user).TenantId, stream, cancellationToken: cancellationToken);
        return result.Refused is [var refused, ..] ? throw new McpException(refused.Detail) : result;
    }

    [McpServerTool(Name = "reply_to_flag", Destructive = false, OpenWorld = false)]
    [Description("Writes to the labeler of a flag, in the name of a lead of the workflow.")]
    public async Task<FlagChanged> ReplyAsync(
        ClaimsPrincipal user,
        [Description("Id of the flag, from list_flags.")] long id,
        [Description("Email address of the lead who is the author.")] string by,
        [Description("The message.")] string text,
        CancellationToken cancellationToken
    ) => Changed(id, await flags.ReplyAsync(ApiCaller.From(user), id, by, text, cancellationToken));

    [McpServerTool(Name = "resolve_flag", OpenWorld = false)]
    [Description("Resolves a flag in the name of a lead of the workflow.")]
    public async Task<FlagChanged> ResolveAsync(
        ClaimsPrincipal user,
        [Description("Id of the flag, from list_flags.")] long id,
        [Description("Email address of the lead who resolves it.")] string by,
        [Description("What happens with the item: none (default), remove_from_queue or return_to_queue.")] string? action = null,
        [Description("A message to the labeler.")] string? note = null,
        CancellationToken cancellationToken = default
    )
    {
        var wanted = McpAnswers.OneOf("action", action, FlagEndpoints.Actions.Keys) ?? "none";
        return Changed(id, await flags.ResolveAsync(ApiCaller.From(user), id, by, note, FlagEndpoints.Actions[wanted], cancellationToken));
    }

    private static FlagChanged Changed(long id, Result result)
    {
        McpAnswers.Demand(result);
        return new FlagChanged(id, result.Message);
    }
}

using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>The filters of the list as query parameters.</summary>
internal sealed record InteractionQuery(
    string? Workflow,
    string? From,
    string? To,
    string? Model,
    string? PromptVersion,
    string? Segment,
    string? Country,
    string? DeploymentId,
    string? Release,
    string? UserId,
    string? TaskId,
    string? Trace,
    string? Text,
    string? NeedsReview,
    string? Labeled,
    string? HasOutcome,
    string? OutcomeMin,
    string? OutcomeMax,
    string? MinSuspicion
)
{
    public InteractionFilter Read(QueryParameters query) =>
        new()
        {
            From = query.Time("from", From),
            To = query.Time("to", To),
            Model = Blank(Model),
            PromptVersion = Blank(PromptVersion),
            Segment = Blank(Segment),
            Country = Blank(Country),
            Deployment = Blank(DeploymentId),
            Release = Blank(Release),
            UserId = Blank(UserId),
            TaskId = Blank(TaskId),
            Trace = Blank(Trace),
            Text = Blank(Text),
            NeedsReview = query.YesNo("needs_review", NeedsReview),
            Labeled = query.YesNo("labeled", Labeled),
            HasOutcome = query.YesNo("has_outcome", HasOutcome),
            OutcomeMin = query.Number("outcome_min", OutcomeMin),
            OutcomeMax = query.Number("outcome_max", OutcomeMax),
            MinSuspicion = query.Number("min_suspicion_score", MinSuspicion),
        };

    public static InteractionQuery Of(IQueryCollection q) =>
        new(
            q["workflow"],
            q["from"],
            q["to"],
            q["model"],
            q["prompt_version"],
            q["segment"],
            q["country"],
            q["deployment_id"],
            q["release"],
            q["user_id"],
            q["task_id"],
            q["trace"],
            q["text"],
            q["needs_review"],
            q["labeled"],
            q["has_outcome"],
            q["outcome_min"],
            q["outcome_max"],
            q["min_suspicion_score"]
        );

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.DataHealth;

/// <summary>The shares of some interactions that have a field.</summary>
/// <param name="Rows">Number of interactions.</param>
/// <param name="Joined">Share with an outcome, 0..1.</param>
/// <param name="Fields">The shares of the important fields.</param>
internal sealed record FieldCounts(int Rows, double Joined, IReadOnlyList<FieldFill> Fields)
{
    public static FieldCounts None { get; } = new(0, 0, []);

    public static async Task<FieldCounts> OfAsync(IQueryable<Interaction> rows, CancellationToken cancellationToken)
    {
        var c = await rows.GroupBy(_ => 1)
            .Select(g => new
            {
                Rows = g.Count(),
                Outcome = g.Count(i => i.OutcomeValue != null),
                Model = g.Count(i => i.ModelId != null),
                Served = g.Count(i => i.ServedModel != null),
                Prompt = g.Count(i => i.PromptVersion != null),
                Release = g.Count(i => i.Release != null),
                Deployment = g.Count(i => i.DeploymentId != null),
                Knowledge = g.Count(i => i.KnowledgeVersion != null),
                Segment = g.Count(i => i.Segment != null),
                Country = g.Count(i => i.Country != null),
                User = g.Count(i => i.UserId != null),
                Session = g.Count(i => i.SessionId != null),
                Latency = g.Count(i => i.ClientLatencyMs != null || i.ServerLatencyMs != null),
                Cost = g.Count(i => i.Cost != null),
                Consent = g.Count(i => i.ConsentScope != null),
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (c is null)
            return None;
        (string Name, int Count)[] fields =
        [
            ("model", c.Model),
            ("served model", c.Served),
            ("prompt version", c.Prompt),
            ("release", c.Release),
            ("deployment", c.Deployment),
            ("knowledge version", c.Knowledge),
            ("segment", c.Segment),
            ("country", c.Country),
            ("user", c.User),
            ("session", c.Session),
            ("latency", c.Latency),
            ("cost", c.Cost),
            ("consent scope", c.Consent),
        ];
        return new FieldCounts(
            c.Rows,
            (double)c.Outcome / c.Rows,
            [.. fields.Select(f => new FieldFill(f.Name, (double)f.Count / c.Rows))]
        );
    }
}

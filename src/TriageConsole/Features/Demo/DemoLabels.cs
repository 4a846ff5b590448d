using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Features.Labels;

namespace TriageConsole.Features.Demo;

/// <summary>
/// Simulated labels by import, several per item: accurate labelers, one who is often wrong (Pia), and an LLM judge. The same traffic always
/// gets the same labels.
/// </summary>
internal sealed class DemoLabels(IDbContextFactory<TriageDbContext> contexts, LabelImportService labels)
{
    public const string Iris = "Iris (simulated)";
    public const string Omar = "Omar (simulated)";
    public const string Nora = "Nora (simulated)";
    private const int Seed = 7;

    private static readonly (string Workflow, string Criterion, int Items, (string Labeler, double Wrong)[] Labelers)[] Plans =
    [
        (DemoTraffic.Support, "resolved", 160, [(Iris, 0.05), (Omar, 0.08), ("Pia (simulated)", 0.38), ("llm:demo-judge-v1", 0.18)]),
        (DemoTraffic.Rag, "helpful", 80, [(Iris, 0.06), (Nora, 0.1), ("llm:demo-judge-v1", 0.24)]),
        (DemoTraffic.Code, "merge", 60, [(Omar, 0.07), (Nora, 0.15)]),
    ];

    public async Task SeedAsync(long tenantId, CancellationToken cancellationToken)
    {
        foreach (var (workflow, criterion, count, labelers) in Plans)
        {
            var items = await ItemsAsync(tenantId, workflow, count, cancellationToken);
            using var lines = new MemoryStream();
            var dice = new Random(Seed);
            foreach (var (trace, isGood) in items)
            {
                var cost = 1 + dice.Next(4);
                foreach (var (labeler, wrong) in labelers)
                {
                    var says = isGood != (dice.NextDouble() < wrong);
                    Write(lines, trace, labeler, criterion, says ? "yes" : "no");
                    if (workflow == DemoTraffic.Support && !says)
                        Write(lines, trace, labeler, "severity", Severity(dice, cost, wrong));
                }
            }

            lines.Position = 0;
            await labels.ImportAsync(tenantId, lines, cancellationToken: cancellationToken);
        }
    }

    /// <summary>The first interactions of a workflow whose outcome is known, and whether it was good.</summary>
    public async Task<List<(string TraceId, bool IsGood)>> ItemsAsync(
        long tenantId,
        string workflow,
        int count,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var items = await db
            .Interactions.AsNoTracking()
            .Where(i => i.TenantId == tenantId && i.Workflow!.Key == workflow && i.OutcomeValue != null)
            .Where(i => i.TraceId.StartsWith(DemoTraffic.Prefix))
            .OrderBy(i => i.TraceId)
            .Take(count)
            .Select(i => new { i.TraceId, IsGood = i.OutcomeValue >= 0.5 })
            .ToListAsync(cancellationToken);
        return items.ConvertAll(i => (i.TraceId, i.IsGood));
    }

    private static string Severity(Random dice, int cost, double wrong) =>
        Math.Clamp(cost + (dice.NextDouble() < wrong * 2 ? dice.Next(-1, 2) : 0), 1, 4).ToString(CultureInfo.InvariantCulture);

    private static void Write(Stream lines, string trace, string labeler, string key, string value)
    {
        lines.Write(
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    trace_id = trace,
                    labeler_id = labeler,
                    rubric_key = key,
                    value,
                }
            )
        );
        lines.WriteByte((byte)'\n');
    }
}

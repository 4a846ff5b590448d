using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Components;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Core.Datasets;
using TriageConsole.Data;
using TriageConsole.Data.Datasets;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Agreement.Judges;
using TriageConsole.Live;

namespace TriageConsole.Features.Datasets;

/// <summary>Builds versions of datasets by policy.</summary>
internal sealed class DatasetBuilder(
    IDbContextFactory<TriageDbContext> contexts,
    DatasetPublisher publisher,
    JudgeService judges,
    IProviderStatements statements,
    ChangeNotifier notifier,
    IOptions<DatasetOptions> options,
    TimeProvider time
)
{
    private const int MaxAttempts = 5;
    public const int MaxName = 100;
    private static readonly Error EmptyTime = Error.InvalidField("from", "The start must be before the end of the period.");

    /// <summary>
    /// Builds a version and publishes it if all checks pass. Content that a version has already makes no new one. Without a policy, the
    /// dataset's own is used.
    /// </summary>
    public async Task<Result<DatasetBuild>> BuildAsync(
        DatasetWorkflow workflow,
        string actor,
        string? name,
        DatasetPolicy? policy,
        CancellationToken cancellationToken
    )
    {
        var wanted = Texts.Storable(name ?? "").Trim();
        if (wanted.Length is 0 or > MaxName || wanted.Any(char.IsControl))
            return Error.InvalidField("name", $"Enter a name of at most {MaxName} characters.");
        if (policy is not null && Problems(policy) is { } problems)
            return problems;
        for (var attempt = 1; ; attempt++)
            try
            {
                var result = await TryAsync(workflow, actor, wanted, policy, cancellationToken);
                if (result.Ok)
                    notifier.Publish(workflow.Id);
                return result;
            }
            // Another build of the dataset was published meanwhile. The next attempt finds its salts, and its version if it is the same.
            catch (Exception e)
                when (attempt < MaxAttempts
                    && (e is DbUpdateConcurrencyException || statements.IsUniqueViolation(e) || statements.IsDeadlock(e))
                )
            {
                continue;
            }
    }

    /// <summary>
    /// What the policy would select now. The texts are not read: golden items, duplicates, personal data and the limit per pattern can
    /// remove more.
    /// </summary>
    public async Task<Result<SelectionPreview>> PreviewAsync(
        DatasetWorkflow workflow,
        DatasetPolicy policy,
        CancellationToken cancellationToken
    )
    {
        if (Problems(policy) is { } problems)
            return problems;
        var (from, to) = TimeOf(policy, Microseconds.Of(time.GetUtcNow()));
        if (from >= to)
            return EmptyTime;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var trusted = await DatasetJudges.ReadAsync(judges, workflow, policy, cancellationToken);
        var selection = new DatasetSelection(workflow, policy, trusted, from, to, options.Value.MaxInteractions);
        var selected = await selection.SelectAsync(db, cancellationToken);
        if (!selected.Ok)
            return selected.Error;
        var (labeled, left) = (selection.Steps[0].Left, selected.Value.Count);
        return Result.Done(
            left == 0 ? selection.Nothing()
                : left == labeled ? $"The policy selects every labeled interaction in the period: {left}. No filter removes any."
                : $"The policy selects {left} of {labeled} labeled interactions in the period.",
            new SelectionPreview(labeled, left, selection.Steps)
        );
    }

    private async Task<Result<DatasetBuild>> TryAsync(
        DatasetWorkflow workflow,
        string actor,
        string name,
        DatasetPolicy? given,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var dataset = await db.Datasets.SingleOrDefaultAsync(d => d.TenantId == workflow.TenantId && d.Name == name, cancellationToken);
        if (dataset is not null && dataset.WorkflowId != workflow.Id)
            return Error.Conflict($"Another workflow has a dataset with the name '{name}'. Choose another name.");
        if (given is null && dataset is null)
            return Error.NotFound($"There is no dataset '{name}'. The first build needs a policy.");
        var policy = given ?? DatasetPolicy.Parse(dataset!.Policy);
        var now = Microseconds.Of(time.GetUtcNow());
        var (from, to) = TimeOf(policy, now);
        if (from >= to)
            return EmptyTime;
        var salts = dataset is null ? [] : await SaltsAsync(db, dataset.Id, cancellationToken);
        var trusted = await DatasetJudges.ReadAsync(judges, workflow, policy, cancellationToken);
        var built = await new DatasetAssembly(workflow, policy, trusted, from, to, options.Value.MaxInteractions).RunAsync(
            db,
            salts,
            cancellationToken
        );
        if (!built.Ok)
            return built.Error;
        var canonical = policy.ToCanonicalJson();
        dataset ??= new Dataset
        {
            TenantId = workflow.TenantId,
            WorkflowId = workflow.Id,
            Name = name,
            Policy = canonical,
            CreatedAt = now,
            CreatedBy = Texts.Cut(actor, 200),
        };
        var draft = new DatasetVersion
        {
            Identity = "",
            Policy = canonical,
            FromTime = from,
            ToTime = to,
            CodeVersion = "",
            Report = "",
            CreatedBy = Texts.Cut(actor, 200),
        };
        var version = await publisher.PublishAsync(db, dataset, draft, built.Value, cancellationToken);
        return Result.Done(
            version.IsNew
                ? $"Version {version.Number} of {name} is published with {Figures.Plural(version.Rows, "row", "rows")}."
                : $"Nothing changed: the content is that of version {version.Number}.",
            version
        );
    }

    private static Error? Problems(DatasetPolicy policy) =>
        DatasetPolicyCheck.Of(policy) is { Count: > 0 } problems
            ? Error.Invalid("The policy is not valid.", [.. problems.Select(p => new FieldProblem(p.Property, p.Problem))])
            : null;

    private static (DateTimeOffset From, DateTimeOffset To) TimeOf(DatasetPolicy policy, DateTimeOffset now)
    {
        var to = policy.To ?? now;
        return (policy.From ?? to.AddDays(-policy.Days), to);
    }

    /// <summary>The salt of each interaction that is in a version of the dataset.</summary>
    private static async Task<Dictionary<long, string>> SaltsAsync(
        TriageDbContext db,
        long datasetId,
        CancellationToken cancellationToken
    ) =>
        (
            await db
                .DatasetItems.AsNoTracking()
                .Where(i => i.Salt != null && db.DatasetVersions.Any(v => v.Id == i.VersionId && v.DatasetId == datasetId))
                .Select(i => new { i.InteractionId, i.Salt })
                .Distinct()
                .ToListAsync(cancellationToken)
        )
            .GroupBy(s => s.InteractionId)
            .ToDictionary(g => g.Key, g => g.Select(s => s.Salt!).Order(StringComparer.Ordinal).First());
}

using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Core.Datasets;
using TriageConsole.Data;
using TriageConsole.Data.Datasets;
using TriageConsole.Data.Providers;
using TriageConsole.Live;

namespace TriageConsole.Features.Datasets;

/// <summary>Reads the rows of a version again: to compare them with the manifest, and to rebuild it after an erasure.</summary>
internal sealed class DatasetVerifier(
    IDbContextFactory<TriageDbContext> contexts,
    DatasetPublisher publisher,
    IProviderStatements statements,
    ChangeNotifier notifier
)
{
    private const int MaxAttempts = 5;
    private const int MaxExamples = 5;
    internal static readonly Error Unknown = Error.NotFound("There is no such version of a dataset, or you do not lead its workflow.");

    public async Task<Result<DatasetVerification>> VerifyAsync(
        long tenantId,
        long datasetId,
        int number,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await StoredVersion.LoadAsync(db, tenantId, datasetId, number, cancellationToken) is { } stored
            ? Result.Done("", (await ReadAsync(db, stored, cancellationToken)).Verification)
            : Unknown;
    }

    /// <summary>
    /// Makes a version from the items, weights and splits of the manifest, without the rows that must be withheld. Deduplication and
    /// balance do not run again: another row would take the place of an erased one.
    /// </summary>
    public async Task<Result<DatasetBuild>> RebuildAsync(
        long tenantId,
        long datasetId,
        int number,
        string actor,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                return await TryRebuildAsync(tenantId, datasetId, number, actor, cancellationToken);
            }
            catch (Exception e)
                when (attempt < MaxAttempts
                    && (e is DbUpdateConcurrencyException || statements.IsUniqueViolation(e) || statements.IsDeadlock(e))
                )
            {
                continue;
            }
    }

    private async Task<Result<DatasetBuild>> TryRebuildAsync(
        long tenantId,
        long datasetId,
        int number,
        string actor,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await StoredVersion.LoadAsync(db, tenantId, datasetId, number, cancellationToken) is not { } stored)
            return Unknown;
        var (verification, rows, items) = await ReadAsync(db, stored, cancellationToken);
        if (verification.Result == DatasetVerification.Other)
            return Error.Conflict(
                "The version cannot be rebuilt: "
                    + (
                        verification.ManifestMatches
                            ? "rows have other content than when it was built, such as "
                                + string.Join(
                                    ", ",
                                    verification.Changed.Concat(verification.Missing).Take(MaxExamples).Select(k => $"'{k}'")
                                )
                                + ". Build a new version."
                            : "its stored row hashes do not give its identity."
                    )
            );
        if (rows.Count == 0)
            return Error.Conflict("The version cannot be rebuilt: all its rows are withheld.");
        var dataset = await db.Datasets.SingleAsync(d => d.Id == datasetId && d.TenantId == tenantId, cancellationToken);
        var withheld = stored.Withheld.Count;
        List<string> warnings =
            withheld == 0
                ? []
                : [$"{Figures.Plural(withheld, "row", "rows")} of version {number} {(withheld == 1 ? "is" : "are")} withheld."];
        var report = new BuildReport(
            [],
            rows.CountBy(r => r.Split!).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal),
            rows.Where(r => r.Pattern is not null).CountBy(r => r.Pattern!).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal),
            warnings
        );
        var draft = new DatasetVersion
        {
            Identity = "",
            ParentNumber = number,
            IsRebuild = true,
            Policy = stored.Version.Policy,
            FromTime = stored.Version.FromTime,
            ToTime = stored.Version.ToTime,
            CodeVersion = "",
            Report = "",
            CreatedBy = Texts.Cut(actor, 200),
        };
        var built = await publisher.PublishAsync(db, dataset, draft, new BuiltRows(rows, items, report), cancellationToken);
        notifier.Publish(stored.Workflow.Id);
        return Result.Done(
            built.IsNew
                    ? $"Version {built.Number} is published: version {number} without "
                        + $"{Figures.Plural(withheld, "withheld row", "withheld rows")}."
                : built.Number == number ? $"The rebuild has the same rows as version {number}."
                : $"Version {built.Number} is the rebuild of version {number} already.",
            built
        );
    }

    private static async Task<(DatasetVerification Verification, List<DatasetRow> Rows, Dictionary<string, ItemDraft> Items)> ReadAsync(
        TriageDbContext db,
        StoredVersion stored,
        CancellationToken cancellationToken
    )
    {
        var (rows, items) = (new List<DatasetRow>(), new Dictionary<string, ItemDraft>(StringComparer.Ordinal));
        var read = RowSource.ReadAsync(db, stored.Dataset.TenantId, stored.Policy, stored.Drafts(), cancellationToken);
        await foreach (var (item, row) in read)
        {
            if (row is null)
                continue;
            rows.Add(row);
            items[item.Key] = item;
        }

        var compared = ManifestComparison.Of(stored.Manifest(), rows.Select(r => new ManifestRow(r.Key, RowHash.Of(r))), stored.Withheld);
        var golden = await DatasetAssembly.GoldenAsync(db, stored.Workflow, cancellationToken);
        var left = golden.Of(rows).Rows.Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        var identity = new DatasetIdentity();
        foreach (var row in stored.Manifest())
            identity.Add(row.Hash);
        var matches = identity.ToText() == stored.Version.Identity;
        var verification = new DatasetVerification(
            stored.Dataset.Name,
            stored.Version.Number,
            stored.Version.Identity,
            !matches ? DatasetVerification.Other
                : compared.Difference == ManifestDifference.Same ? DatasetVerification.Same
                : compared.Difference == ManifestDifference.Withheld ? DatasetVerification.ByErasure
                : DatasetVerification.Other,
            compared.OldRows,
            [.. compared.Withheld.Where(w => w.Reason == WithheldReason.Erased).Select(w => w.Key)],
            [.. compared.Withheld.Where(w => w.Reason == WithheldReason.ConsentWithdrawn).Select(w => w.Key)],
            compared.Changed,
            compared.Removed,
            [.. rows.Select(r => r.Key).Where(k => !left.Contains(k))],
            matches
        );
        return (verification, rows, items);
    }
}

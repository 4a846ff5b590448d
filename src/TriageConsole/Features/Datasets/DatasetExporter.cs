using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Core.Datasets;
using TriageConsole.Data;

namespace TriageConsole.Features.Datasets;

/// <summary>Writes files of a version. A file has the rows of the manifest, or it is not written.</summary>
internal sealed class DatasetExporter(IDbContextFactory<TriageDbContext> contexts)
{
    public async Task<Result<DatasetExportFile>> OpenAsync(
        long tenantId,
        long datasetId,
        int number,
        string format,
        string? split,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await StoredVersion.LoadAsync(db, tenantId, datasetId, number, cancellationToken) is not { } stored)
            return DatasetVerifier.Unknown;
        var formats = DatasetFormats.Of(stored.Policy.Kind);
        if (!formats.Contains(format, StringComparer.Ordinal))
            return Error.InvalidField("format", $"A version of this kind can be written as {string.Join(", ", formats)}.");
        var splits = stored.Items.Select(i => i.Split).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (split is not null && !splits.Contains(split, StringComparer.Ordinal))
            return Error.InvalidField("split", $"The splits are {string.Join(", ", splits)}.");
        var name = DatasetFormats.FileName(stored.Dataset.Name, number, split, format);
        var type = DatasetFormats.ContentType(format);
        // The manifest names what was withheld; it has no texts.
        if (format == DatasetFormats.Manifest)
            return File(name, type, (output, token) => output.WriteAsync(DatasetManifest.Of(stored), token).AsTask());
        if (format == DatasetFormats.OpenLineage)
        {
            var parent = await ParentAsync(db, stored, cancellationToken);
            return File(name, type, (output, token) => output.WriteAsync(OpenLineageEvent.Of(stored, parent), token).AsTask());
        }

        if (await ProblemAsync(db, stored, cancellationToken) is { } problem)
            return problem;
        if (format == DatasetFormats.Croissant)
        {
            var (files, parent) = (await FilesAsync(db, stored, cancellationToken), await ParentAsync(db, stored, cancellationToken));
            return File(name, type, (output, token) => output.WriteAsync(CroissantDescription.Of(stored, files, parent), token).AsTask());
        }

        return File(name, type, (output, token) => WriteAsync(stored, DatasetFormats.FileOf(format), split, output, token));
    }

    /// <summary>Why the rows of the manifest cannot be written; null if they can.</summary>
    private static async Task<Error?> ProblemAsync(TriageDbContext db, StoredVersion stored, CancellationToken cancellationToken)
    {
        if (stored.Withheld.Count > 0)
            return Error.Conflict(
                $"{Figures.Plural(stored.Withheld.Count, "row of the version is", "rows of the version are")} withheld, because a "
                    + "person was erased or withdrew consent. Rebuild the version, and export the new one."
            );
        try
        {
            await foreach (var _ in RowsAsync(db, stored, null, cancellationToken)) { }

            return null;
        }
        catch (InvalidDataException e)
        {
            return Error.Conflict(e.Message);
        }
    }

    private async Task WriteAsync(
        StoredVersion stored,
        DatasetFormat? format,
        string? split,
        Stream output,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = RowsAsync(db, stored, split, cancellationToken);
        if (format is { } lines)
            await DatasetWriter.WriteAsync(lines, rows, output, cancellationToken);
        else
            await ParquetRows.WriteAsync(rows, output, cancellationToken);
    }

    private static async Task<IReadOnlyList<DatasetFile>> FilesAsync(
        TriageDbContext db,
        StoredVersion stored,
        CancellationToken cancellationToken
    )
    {
        var files = new List<DatasetFile>();
        foreach (var format in DatasetPolicy.FormatsOf(stored.Policy.Kind))
            files.Add(
                await DatasetWriter.WriteAsync(format, RowsAsync(db, stored, null, cancellationToken), Stream.Null, cancellationToken)
            );
        return files;
    }

    /// <summary>The rows of the version, each checked against the manifest.</summary>
    private static async IAsyncEnumerable<DatasetRow> RowsAsync(
        TriageDbContext db,
        StoredVersion stored,
        string? split,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var hashes = stored.Items.ToDictionary(i => i.Key, i => i.RowHash, StringComparer.Ordinal);
        var items = stored.Drafts().Where(i => split is null || i.Split == split);
        await foreach (var (item, row) in RowSource.ReadAsync(db, stored.Dataset.TenantId, stored.Policy, items, cancellationToken))
        {
            if (row is null || RowHash.Of(row).ToString() != hashes[item.Key])
                throw new InvalidDataException(
                    $"The row '{item.Key}' has other content than in the manifest. Verify the version, and build a new one."
                );
            yield return row;
        }
    }

    private static async Task<string?> ParentAsync(TriageDbContext db, StoredVersion stored, CancellationToken cancellationToken) =>
        stored.Version.ParentNumber is { } number
            ? await db
                .DatasetVersions.Where(v => v.DatasetId == stored.Dataset.Id && v.Number == number)
                .Select(v => v.Identity)
                .SingleAsync(cancellationToken)
            : null;

    private static Result<DatasetExportFile> File(string name, string type, Func<Stream, CancellationToken, Task> write) =>
        Result.Done("", new DatasetExportFile(name, type, write));
}

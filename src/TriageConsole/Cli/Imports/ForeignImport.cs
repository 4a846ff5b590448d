using System.Globalization;
using System.Runtime.CompilerServices;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Ingest.Log;
using TriageConsole.Features.Labels;

namespace TriageConsole.Cli.Imports;

/// <summary>
/// Imports the files of another tool as one: spans, scores and annotations of a trace can be in different files. The services, and so the
/// verdicts, are those of every other import.
/// </summary>
internal sealed class ForeignImport(ForeignFormat format, IReadOnlyList<FileInfo> files)
{
    private readonly Conversion lines = new();
    private readonly List<long> recordOf = [];

    public async Task DryRunAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var run = new DryRun(time);
        try
        {
            await foreach (var (record, line) in ConvertAsync(_ => { }, cancellationToken))
                run.Take(new EventLine(record, line), format.IsLabels, $"record {record}");
        }
        catch (InvalidDataException e)
        {
            throw new CommandException(e.Message);
        }

        await PrintConversionAsync();
        await run.PrintAsync(Console.Out);
    }

    /// <summary>False if the import stopped early.</summary>
    public Task<bool> RunAsync(IServiceProvider services, string? tenantKey, CancellationToken cancellationToken) =>
        format.IsLabels
            ? ImportLabelsAsync(services, tenantKey, cancellationToken)
            : ImportAsync(
                services,
                services.GetRequiredService<IngestService>(),
                tenantKey is null ? IngestSource.EachEventsTenant : new IngestSource(null, tenantKey),
                cancellationToken
            );

    private Task<bool> ImportAsync(
        IServiceProvider services,
        IngestService ingest,
        IngestSource source,
        CancellationToken cancellationToken
    ) =>
        RunAsync<IngestResult>(
            services,
            (stream, report) => ingest.AcceptAsync(source, stream, report, cancellationToken),
            r => ImportCommand.NotifyAsync(r, PlaceOf),
            cancellationToken
        );

    private async Task<bool> ImportLabelsAsync(IServiceProvider services, string? tenantKey, CancellationToken cancellationToken)
    {
        var import = services.GetRequiredService<LabelImportService>();
        var tenantId = await ImportCommand.TenantAsync(import, tenantKey, cancellationToken);
        return await RunAsync<LabelImportResult>(
            services,
            (stream, report) => import.ImportAsync(tenantId, stream, report, cancellationToken),
            r => ImportCommand.NotifyAsync(r, PlaceOf),
            cancellationToken
        );
    }

    private async Task<bool> RunAsync<TResult>(
        IServiceProvider services,
        Func<Stream, Action<TResult>, Task<TResult>> import,
        Func<TResult, Task> tell,
        CancellationToken cancellationToken
    )
        where TResult : new()
    {
        var last = new TResult();
        string? problem = null;
        await ConsoleProgress.RunAsync(
            files.Count == 1 ? files[0].Name : $"{files.Count} files",
            files.Sum(f => f.Length),
            services.GetRequiredService<TimeProvider>(),
            async report =>
            {
                try
                {
                    return last = await ForeignFile.PipeAsync(
                        ConvertAsync(report, cancellationToken),
                        stream => import(stream, soFar => last = soFar),
                        cancellationToken
                    );
                }
                catch (Exception e) when (e is InvalidDataException or EventLogFullException)
                {
                    problem = e.Message;
                    return last;
                }
            },
            _ => recordOf.Count
        );
        await PrintConversionAsync();
        await tell(last);
        if (problem is not null)
            await Console.Error.WriteLineAsync(
                $"error: the import stopped: {problem} The lines counted above are stored. You can import the files again: "
                    + "what is stored is not stored twice."
            );
        return problem is null;
    }

    private async IAsyncEnumerable<(long Record, byte[] Line)> ConvertAsync(
        Action<long> progress,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var before = 0L;
        foreach (var file in files)
        {
            await using var packed = file.OpenRead();
            await using var stream = await InputStreams.OpenAsync(packed, cancellationToken);
            await foreach (var line in ForeignFile.ConvertAsync(file, stream, format, lines, cancellationToken))
            {
                recordOf.Add(line.Record);
                progress(before + packed.Position);
                yield return line;
            }

            before += file.Length;
        }

        foreach (var line in ForeignFile.End(format, lines))
        {
            recordOf.Add(lines.Records);
            yield return (lines.Records, line);
        }
    }

    /// <summary>Verdicts name lines that the person has never seen; their records are those of the files.</summary>
    private string PlaceOf(long line) => line >= 1 && line <= recordOf.Count ? $"record {recordOf[(int)line - 1]}" : $"line {line}";

    private async Task PrintConversionAsync()
    {
        await Console.Out.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"  {lines.Records:N0} records read, {recordOf.Count:N0} lines from them")
        );
        foreach (var (reason, count) in lines.Skipped)
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {count:N0} not imported: {reason}"));
    }
}

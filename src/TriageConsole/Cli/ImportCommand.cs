using System.CommandLine;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Labels;

namespace TriageConsole.Cli;

/// <summary>
/// Imports files of events or labels, plain or gzip. Uses the same service as the HTTP endpoint, with the same verdicts. Progress counts
/// compressed bytes, because the uncompressed size is not known.
/// </summary>
internal static class ImportCommand
{
    private const int VerdictsShown = 10;
    private static readonly Argument<FileInfo[]> Files = new("FILE")
    {
        Description = "NDJSON or a JSON array, plain or gzip.",
        Arity = ArgumentArity.OneOrMore,
    };
    private static readonly Option<string?> Tenant = new("--tenant")
    {
        Description = "The tenant of all events. Default: the tenant in each event.",
    };

    public static Command Create()
    {
        var command = new Command("import", "Import files of events. Importing a file twice changes nothing.");
        command.Arguments.Add(Files);
        command.Options.Add(Tenant);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var files = parsed.GetValue(Files)!;
        if (files.FirstOrDefault(f => !f.Exists) is { } missing)
            throw new CommandException($"There is no file {missing.FullName}.");
        await using var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
        var source = parsed.GetValue(Tenant) is { Length: > 0 } tenant ? new IngestSource(null, tenant) : IngestSource.EachEventsTenant;
        var whole = true;
        foreach (var file in files)
            whole &= await IsLabelsAsync(file, cancellationToken)
                ? await ImportLabelsAsync(scope.Services, parsed.GetValue(Tenant), file, cancellationToken)
                : await ImportEventsAsync(scope.Services, source, file, cancellationToken);
        return whole ? 0 : 1;
    }

    private static Task<bool> ImportEventsAsync(
        IServiceProvider services,
        IngestSource source,
        FileInfo file,
        CancellationToken cancellationToken
    ) =>
        ImportAsync<IngestResult>(
            services,
            file,
            Lines,
            NotifyAsync,
            (stream, report) => services.GetRequiredService<IngestService>().AcceptAsync(source, stream, report, cancellationToken),
            cancellationToken
        );

    private static async Task<bool> ImportLabelsAsync(
        IServiceProvider services,
        string? tenantKey,
        FileInfo file,
        CancellationToken cancellationToken
    )
    {
        var import = services.GetRequiredService<LabelImportService>();
        long? tenantId = tenantKey is null
            ? null
            : await import.TenantAsync(tenantKey, cancellationToken) ?? throw new CommandException($"There is no tenant {tenantKey}.");
        return await ImportAsync<LabelImportResult>(
            services,
            file,
            Lines,
            NotifyAsync,
            (stream, report) => import.ImportAsync(tenantId, stream, report, cancellationToken),
            cancellationToken
        );
    }

    /// <summary>Imports one file and shows progress. False if the import stopped early.</summary>
    private static async Task<bool> ImportAsync<TResult>(
        IServiceProvider services,
        FileInfo file,
        Func<TResult, long> lines,
        Func<TResult, Task> tell,
        Func<Stream, Action<TResult>, Task<TResult>> import,
        CancellationToken cancellationToken
    )
        where TResult : new()
    {
        await using var packed = new FileStream(
            file.FullName,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            1 << 16,
            FileOptions.Asynchronous | FileOptions.SequentialScan
        );
        await using var stream = await InputStreams.OpenAsync(packed, cancellationToken);
        var last = new TResult();
        string? problem = null;
        await ConsoleProgress.RunAsync(
            file.Name,
            packed.Length,
            services.GetRequiredService<TimeProvider>(),
            async report =>
            {
                try
                {
                    return last = await import(
                        stream,
                        soFar =>
                        {
                            last = soFar;
                            report(packed.Position);
                        }
                    );
                }
                catch (InvalidDataException e)
                {
                    problem = e.Message;
                    return last;
                }
            },
            lines
        );
        await tell(last);
        if (problem is not null)
            await Console.Error.WriteLineAsync(
                $"error: import of {file.Name} stopped: {problem} The lines counted above are stored. You can import the corrected file "
                    + "again."
            );
        return problem is null;
    }

    /// <summary>Detects labels by their labeler_id and rubric_key in the first line. Events have neither.</summary>
    private static async Task<bool> IsLabelsAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var packed = file.OpenRead();
        await using var lines = await InputStreams.OpenAsync(packed, cancellationToken);
        var head = new byte[64 << 10];
        try
        {
            var read = await lines.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
            var first = head.AsSpan(0, read);
            var end = first.IndexOf((byte)'\n');
            if (end >= 0)
                first = first[..end];
            return first.IndexOf("\"labeler_id\""u8) >= 0 && first.IndexOf("\"rubric_key\""u8) >= 0;
        }
        catch (InvalidDataException)
        {
            // The file is corrupt. The import of events reports it.
            return false;
        }
    }

    private static long Lines(LabelImportResult result) => result.Accepted + result.Duplicates + result.Revised + result.RefusedCount;

    private static long Lines(IngestResult result) =>
        result.Accepted + result.Duplicates + result.Joined + result.Waiting + result.QuarantinedCount;

    private static async Task NotifyAsync(IngestResult result)
    {
        await Console.Out.WriteLineAsync(
            $"  {result.Accepted:N0} new, {result.Duplicates:N0} duplicates, {result.Joined:N0} signals joined, {result.Waiting:N0} "
                + $"waiting for their interaction, {result.QuarantinedCount:N0} quarantined"
        );
        await NotifyAsync(result.Quarantined, result.QuarantinedCount);
    }

    private static async Task NotifyAsync(LabelImportResult result)
    {
        await Console.Out.WriteLineAsync(
            $"  {result.Accepted:N0} new labels, {result.Duplicates:N0} duplicates, {result.Revised:N0} revised, "
                + $"{result.RefusedCount:N0} refused"
        );
        await NotifyAsync(result.Refused, result.RefusedCount);
    }

    private static async Task NotifyAsync(IReadOnlyCollection<LineVerdict> verdicts, int count)
    {
        foreach (var verdict in verdicts.Take(VerdictsShown))
            await Console.Out.WriteLineAsync($"    line {verdict.Line}: {verdict.Reason}: {verdict.Detail}");
        if (count > VerdictsShown)
            await Console.Out.WriteLineAsync($"    and {count - VerdictsShown:N0} more");
    }
}

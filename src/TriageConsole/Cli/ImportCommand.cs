using System.CommandLine;
using TriageConsole.Cli.Imports;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Ingest.Log;
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

    private static readonly Option<string?> Format = new("--format")
    {
        Description = $"The tool that exported the files: {string.Join(", ", ForeignFormat.Names)}. Default: our own events or labels.",
    };
    private static readonly Option<bool> IsDryRun = new("--dry-run") { Description = "Say what would be imported, and store nothing." };
    private static readonly Option<string?> Workflow = new("--workflow")
    {
        Description = "With --format: the workflow of all interactions. Default: the name of the trace.",
    };
    private static readonly Option<string> TraceField = new("--trace-field")
    {
        Description = "With --format label-studio or argilla: the field of a record that has the trace id.",
        DefaultValueFactory = _ => "trace_id",
    };

    public static Command Create()
    {
        var command = new Command("import", "Import files of events or labels. Importing a file twice changes nothing.");
        command.Arguments.Add(Files);
        command.Options.Add(Tenant);
        command.Options.Add(Format);
        command.Options.Add(IsDryRun);
        command.Options.Add(Workflow);
        command.Options.Add(TraceField);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var files = parsed.GetValue(Files)!;
        if (files.FirstOrDefault(f => !f.Exists) is { } missing)
            throw new CommandException($"There is no file {missing.FullName}.");
        var foreign = parsed.GetValue(Format) is { Length: > 0 } name
            ? new ForeignImport(
                ForeignFormat.Create(name, new ForeignOptions(parsed.GetValue(Workflow), parsed.GetValue(TraceField)!)),
                files
            )
            : null;
        if (parsed.GetValue(IsDryRun))
        {
            await (foreign?.DryRunAsync(TimeProvider.System, cancellationToken) ?? DryRunAsync(files, cancellationToken));
            return 0;
        }

        await using var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
        if (foreign is not null)
            return await foreign.RunAsync(scope.Services, parsed.GetValue(Tenant), cancellationToken) ? 0 : 1;
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
            r => NotifyAsync(r),
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
        var tenantId = await TenantAsync(import, tenantKey, cancellationToken);
        return await ImportAsync<LabelImportResult>(
            services,
            file,
            Lines,
            r => NotifyAsync(r),
            (stream, report) => import.ImportAsync(tenantId, stream, report, cancellationToken),
            cancellationToken
        );
    }

    internal static async Task<long?> TenantAsync(LabelImportService import, string? tenantKey, CancellationToken cancellationToken) =>
        tenantKey is null
            ? null
            : await import.TenantAsync(tenantKey, cancellationToken) ?? throw new CommandException($"There is no tenant {tenantKey}.");

    /// <summary>Our own files, without a database.</summary>
    private static async Task DryRunAsync(FileInfo[] files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            var run = new DryRun(TimeProvider.System);
            var areLabels = await IsLabelsAsync(file, cancellationToken);
            await using var packed = file.OpenRead();
            await using var stream = await InputStreams.OpenAsync(packed, cancellationToken);
            await foreach (var line in EventLines.ReadAsync(stream, new IngestOptions().MaxLineBytes, cancellationToken))
                run.Take(line, areLabels, $"line {line.Number}");
            await Console.Out.WriteLineAsync(file.Name);
            await run.PrintAsync(Console.Out);
        }
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
                catch (Exception e) when (e is InvalidDataException or EventLogFullException)
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
                $"error: import of {file.Name} stopped: {problem} The lines counted above are stored. You can import the file again: "
                    + "what is stored is not stored twice."
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

    internal static async Task NotifyAsync(IngestResult result, Func<long, string>? placeOf = null)
    {
        await Console.Out.WriteLineAsync(
            $"  {result.Accepted:N0} new, {result.Duplicates:N0} duplicates, {result.Joined:N0} signals joined, {result.Waiting:N0} "
                + $"waiting for their interaction, {result.QuarantinedCount:N0} quarantined"
        );
        await NotifyAsync(result.Quarantined, result.QuarantinedCount, placeOf);
    }

    internal static async Task NotifyAsync(LabelImportResult result, Func<long, string>? placeOf = null)
    {
        await Console.Out.WriteLineAsync(
            $"  {result.Accepted:N0} new labels, {result.Duplicates:N0} duplicates, {result.Revised:N0} revised, "
                + $"{result.RefusedCount:N0} refused"
        );
        await NotifyAsync(result.Refused, result.RefusedCount, placeOf);
    }

    private static async Task NotifyAsync(IReadOnlyCollection<LineVerdict> verdicts, int count, Func<long, string>? placeOf)
    {
        foreach (var verdict in verdicts.Take(VerdictsShown))
            await Console.Out.WriteLineAsync(
                $"    {placeOf?.Invoke(verdict.Line) ?? $"line {verdict.Line}"}: {verdict.Reason}: {verdict.Detail}"
            );
        if (count > VerdictsShown)
            await Console.Out.WriteLineAsync($"    and {count - VerdictsShown:N0} more");
    }
}

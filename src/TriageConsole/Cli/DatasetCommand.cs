using System.CommandLine;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Features.Datasets;
using TriageConsole.Security;

namespace TriageConsole.Cli;

/// <summary>
/// The commands <c>dataset build</c>, <c>verify</c>, <c>diff</c> and <c>export</c>, for pipelines with access to the database. Results go
/// to standard output as JSON.
/// </summary>
internal static class DatasetCommand
{
    private static readonly Option<string> Tenant = new("--tenant") { Description = "The key of the tenant.", Required = true };
    private static readonly Option<string> Name = new("--name") { Description = "The name of the dataset.", Required = true };
    private static readonly Option<string> Workflow = new("--workflow") { Description = "The key of the workflow.", Required = true };
    private static readonly Option<FileInfo?> Policy = new("--policy")
    {
        Description = "A JSON file with the policy. Default: the policy of the last build.",
    };

    private static readonly Option<string> Version = new("--version")
    {
        Description = "The number of a version, an alias, or latest.",
        DefaultValueFactory = _ => DatasetAliases.Latest,
    };

    private static readonly Option<bool> Rebuild = new("--rebuild")
    {
        Description = "If rows are withheld because of an erasure, publish a version without them.",
    };

    private static readonly Option<string> From = new("--from") { Description = "The first version.", Required = true };
    private static readonly Option<string> To = new("--to")
    {
        Description = "The second version.",
        DefaultValueFactory = _ => DatasetAliases.Latest,
    };
    private static readonly Option<string> Format = new("--format")
    {
        Description = $"One of {string.Join(", ", DatasetFormats.Names)}.",
        DefaultValueFactory = _ => DatasetFormats.Manifest,
    };
    private static readonly Option<string?> Split = new("--split") { Description = "Only the rows of this split." };
    private static readonly Option<FileInfo?> Output = new("--output") { Description = "The file. Default: standard output." };

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    public static Command Create()
    {
        var command = new Command("dataset", "Build, verify, compare and export datasets.");
        command.Subcommands.Add(Sub("build", "Build a version of a dataset by policy.", BuildAsync, Tenant, Workflow, Name, Policy));
        command.Subcommands.Add(
            Sub("verify", "Compare a version with its manifest. Exit code 0: the same; 2: changed by erasure; 3: changed.", VerifyAsync)
        );
        command.Subcommands.Add(Sub("diff", "Compare two versions.", DifferenceAsync, Tenant, Name, From, To));
        command.Subcommands.Add(Sub("export", "Write a file of a version.", ExportAsync, Tenant, Name, Version, Format, Split, Output));
        return command;
    }

    private static Command Sub(
        string name,
        string description,
        Func<ParseResult, CancellationToken, Task<int>> run,
        params Option[] options
    )
    {
        var command = new Command(name, description);
        foreach (var option in options.Length > 0 ? options : [Tenant, Name, Version, Rebuild])
            command.Options.Add(option);
        command.SetAction(run);
        return command;
    }

    private static async Task<int> BuildAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var policy = parsed.GetValue(Policy);
        if (policy is { Exists: false })
            throw new CommandException($"There is no file {policy.FullName}.");
        var text = policy is null ? null : await File.ReadAllTextAsync(policy.FullName, cancellationToken);
        await using var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
        var (access, tenant, _) = await AccessAsync(scope, parsed, cancellationToken);
        var built = Done(
            await Service(scope).BuildAsync(access, tenant, parsed.GetValue(Workflow), parsed.GetValue(Name), text, cancellationToken)
        );
        await WriteAsync(built);
        return 0;
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
        var (access, dataset) = await FindAsync(scope, parsed, cancellationToken);
        var version = parsed.GetValue(Version)!;
        var verified = Done(await Service(scope).VerifyAsync(access, dataset, version, cancellationToken));
        await WriteAsync(verified);
        await Console.Error.WriteLineAsync(verified.Words);
        if (parsed.GetValue(Rebuild) && verified.Result == DatasetVerification.ByErasure)
        {
            await WriteAsync(Done(await Service(scope).RebuildAsync(access, dataset, version, cancellationToken)));
            return 0;
        }

        return verified.Result switch
        {
            DatasetVerification.Same => 0,
            DatasetVerification.ByErasure => 2,
            _ => 3,
        };
    }

    private static async Task<int> DifferenceAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
        var (access, dataset) = await FindAsync(scope, parsed, cancellationToken);
        await WriteAsync(
            Done(await Service(scope).DifferenceAsync(access, dataset, parsed.GetValue(From)!, parsed.GetValue(To)!, cancellationToken))
        );
        return 0;
    }

    private static async Task<int> ExportAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var format = parsed.GetValue(Format)!;
        if (!DatasetFormats.Names.Contains(format, StringComparer.Ordinal))
            throw new CommandException($"--format is one of {string.Join(", ", DatasetFormats.Names)}.");
        await using var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
        var (access, dataset) = await FindAsync(scope, parsed, cancellationToken);
        var file = Done(
            await Service(scope).ExportAsync(access, dataset, parsed.GetValue(Version)!, format, parsed.GetValue(Split), cancellationToken)
        );
        await using var output = parsed.GetValue(Output) is { } target ? target.Create() : Console.OpenStandardOutput();
        await file.WriteAsync(output, cancellationToken);
        return 0;
    }

    private static DatasetService Service(CommandScope scope) => scope.Services.GetRequiredService<DatasetService>();

    private static T Done<T>(Result<T> result) =>
        result.Ok
            ? result.Value
            : throw new CommandException(
                string.Join('\n', result.Problems.Select(p => $"{p.Field}: {p.Message}").Prepend(result.Message).Distinct())
            );

    private static Task WriteAsync<T>(T value) => Console.Out.WriteLineAsync(JsonSerializer.Serialize(value, Json));

    private static async Task<(PersonAccess Access, long Dataset)> FindAsync(
        CommandScope scope,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var (access, _, tenantId) = await AccessAsync(scope, parsed, cancellationToken);
        var name = parsed.GetValue(Name)!;
        return await Service(scope).FindAsync(access, tenantId, name, cancellationToken) is { } dataset
            ? (access, dataset.Id)
            : throw new CommandException($"There is no dataset \"{name}\" in this tenant. Build it first.");
    }

    private static async Task<(PersonAccess Access, string Tenant, long TenantId)> AccessAsync(
        CommandScope scope,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var tenant = parsed.GetValue(Tenant)!;
        await using var db = await scope
            .Services.GetRequiredService<IDbContextFactory<TriageDbContext>>()
            .CreateDbContextAsync(cancellationToken);
        var id = await db.Tenants.Where(t => t.Key == tenant).Select(t => (long?)t.Id).SingleOrDefaultAsync(cancellationToken);
        return id is { } known
            ? (new PersonAccess(0, "command line", [new Grant(Role.Lead, known, null)]), tenant, known)
            : throw new CommandException($"There is no tenant \"{tenant}\".");
    }
}

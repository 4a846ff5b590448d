using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Features.Releases;
using TriageConsole.Features.Releases.Registry;

namespace TriageConsole.Cli;

/// <summary>
/// The commands <c>release register</c> and <c>release list</c>, for build pipelines with access to the database. Promotion needs a person
/// in the browser.
/// </summary>
internal static class ReleaseCommand
{
    private static readonly Option<string> Workflow = new("--workflow") { Description = "The key of the workflow.", Required = true };
    private static readonly Option<string> Tenant = new("--tenant") { Description = "The tenant of the workflow.", Required = true };
    private static readonly Option<string> Name = new("--name") { Description = "The name of the release, as in events.", Required = true };
    private static readonly Option<string?> BasedOn = new("--based-on")
    {
        Description = "\"live\" or the name of a release. Its other components are copied.",
    };
    private static readonly Option<string> Notes = new("--notes")
    {
        Description = "What the release changes, and why.",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<string[]> Components = new("--component")
    {
        Description =
            "KIND:NAME:VERSION[=REFERENCE], or KIND:NAME:VERSION@FILE for its content. Repeatable. Kinds: "
            + string.Join(", ", ReleaseWords.KindKeys)
            + ".",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Command Create()
    {
        var register = new Command("register", "Create a draft release from component versions. New component versions are registered.");
        foreach (var option in new Option[] { Workflow, Tenant, Name, BasedOn, Notes, Components })
            register.Options.Add(option);
        register.SetAction(RegisterAsync);
        var list = new Command("list", "List the releases of a workflow with their state and the reason for it.");
        foreach (var option in new Option[] { Workflow, Tenant })
            list.Options.Add(option);
        list.SetAction(ListAsync);
        var command = new Command("release", "Manage releases.");
        command.Subcommands.Add(register);
        command.Subcommands.Add(list);
        return command;
    }

    private static async Task<int> RegisterAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var components = new List<ComponentRegistration>();
        foreach (var text in parsed.GetValue(Components) ?? [])
            components.Add(await ReadAsync(text, cancellationToken));
        await using var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
        var (tenant, workflow) = await FindAsync(scope, parsed, cancellationToken);
        var wanted = new NewRelease(parsed.GetValue(Name), parsed.GetValue(Notes), parsed.GetValue(BasedOn), components);
        var result = await scope
            .Services.GetRequiredService<ReleaseWriter>()
            .CreateAsync(Actor.CommandLine, tenant, workflow, wanted, cancellationToken);
        if (!result.Ok)
            throw new CommandException(result.Message);
        await Console.Out.WriteLineAsync(result.Message);
        return 0;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
        var (tenant, workflow) = await FindAsync(scope, parsed, cancellationToken);
        var list = await scope.Services.GetRequiredService<ReleaseReader>().ListAsync(tenant, workflow, cancellationToken);
        foreach (var release in list.Releases)
            await Console.Out.WriteLineAsync($"{release.Name}\t{release.State.Key()}\t{release.Because?.Explanation ?? ""}".TrimEnd());
        return 0;
    }

    /// <summary>
    /// Parses a component. A name cannot contain a colon; a version cannot contain = or @, which start the reference or the file.
    /// </summary>
    private static async Task<ComponentRegistration> ReadAsync(string text, CancellationToken cancellationToken)
    {
        var parts = text.Split(':', 3);
        if (parts.Length < 3)
            throw new CommandException(
                $"'{text}' is not a component. Use KIND:NAME:VERSION, KIND:NAME:VERSION=REFERENCE or KIND:NAME:VERSION@FILE."
            );
        var rest = parts[2];
        if (rest.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            return new ComponentRegistration(parts[0], parts[1], rest[..equals], Reference: rest[(equals + 1)..]);
        if (rest.IndexOf('@', StringComparison.Ordinal) is not (> 0 and var at))
            return new ComponentRegistration(parts[0], parts[1], rest);
        var file = new FileInfo(rest[(at + 1)..]);
        if (!file.Exists)
            throw new CommandException($"There is no file {file.FullName}.");
        return new ComponentRegistration(
            parts[0],
            parts[1],
            rest[..at],
            Content: await File.ReadAllTextAsync(file.FullName, cancellationToken)
        );
    }

    private static async Task<(long TenantId, long WorkflowId)> FindAsync(
        CommandScope scope,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var (tenant, workflow) = (parsed.GetValue(Tenant), parsed.GetValue(Workflow));
        await using var db = await scope
            .Services.GetRequiredService<IDbContextFactory<TriageDbContext>>()
            .CreateDbContextAsync(cancellationToken);
        var found = await db
            .Workflows.Where(w => w.Tenant!.Key == tenant && w.Key == workflow)
            .Select(w => new { w.TenantId, w.Id })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null
            ? throw new CommandException(
                $"There is no workflow \"{workflow}\" in tenant \"{tenant}\". It appears with the first event that names it."
            )
            : (found.TenantId, found.Id);
    }
}

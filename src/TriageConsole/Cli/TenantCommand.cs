using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;

namespace TriageConsole.Cli;

/// <summary>The command <c>tenant set</c>: sets limits of a tenant that replace the configured limits.</summary>
internal static class TenantCommand
{
    private static readonly Option<string> Tenant = new("--tenant") { Description = "The key of the tenant.", Required = true };
    private static readonly Option<int?> MaxWorkflows = Limit(
        "--max-workflows",
        "Maximum number of workflows that events can create; 0 for none."
    );
    private static readonly Option<int?> MaxImportedRubrics = Limit(
        "--max-imported-rubrics",
        "Maximum number of rubric keys that imported labels can create; 0 for none."
    );

    public static Command Create()
    {
        var set = new Command("set", "Set the limits of a tenant and print them. Without options, only print them.");
        foreach (var option in new Option[] { Tenant, MaxWorkflows, MaxImportedRubrics })
            set.Options.Add(option);
        set.SetAction(SetAsync);
        var command = new Command("tenant", "Manage tenants.");
        command.Subcommands.Add(set);
        return command;
    }

    private static Option<int?> Limit(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 0)
                result.AddError($"{name} must be a whole number, 0 or more.");
        });
        return option;
    }

    private static async Task<int> SetAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
        await using var db = await scope
            .Services.GetRequiredService<IDbContextFactory<TriageDbContext>>()
            .CreateDbContextAsync(cancellationToken);
        var key = parsed.GetValue(Tenant)!;
        var tenant =
            await db.Tenants.SingleOrDefaultAsync(t => t.Key == key, cancellationToken)
            ?? throw new CommandException($"There is no tenant {key}.");
        tenant.MaxWorkflows = parsed.GetValue(MaxWorkflows) ?? tenant.MaxWorkflows;
        tenant.MaxImportedRubrics = parsed.GetValue(MaxImportedRubrics) ?? tenant.MaxImportedRubrics;
        await db.SaveChangesAsync(cancellationToken);
        await Console.Out.WriteLineAsync(
            $"{key}: workflows {Words(tenant.MaxWorkflows)}, imported rubric keys {Words(tenant.MaxImportedRubrics)}"
        );
        return 0;
    }

    private static string Words(int? limit) => limit is { } max ? $"at most {max}" : "as configured";
}

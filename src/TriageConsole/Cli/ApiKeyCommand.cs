using System.CommandLine;
using TriageConsole.Security;

namespace TriageConsole.Cli;

/// <summary><c>api-key create</c>: the key stands alone on the last line, so that a script can take it.</summary>
internal static class ApiKeyCommand
{
    private static readonly Option<string> Tenant = new("--tenant")
    {
        Description = "The tenant the key belongs to; created if new.",
        Required = true,
    };
    private static readonly Option<string> Scopes = new("--scopes")
    {
        Description = $"Comma-separated: {string.Join(", ", ApiScopes.All)}.",
        Required = true,
    };
    private static readonly Option<string> Name = new("--name")
    {
        Description = "What the key is for, as the list of keys shows it.",
        DefaultValueFactory = _ => "command line",
    };
    private static readonly Option<int?> Days = new("--days") { Description = "Days until it expires; without it, it does not." };

    public static Command Create()
    {
        var create = new Command("create", "Make a key and print it; it cannot be shown again.");
        foreach (var option in new Option[] { Tenant, Scopes, Name, Days })
            create.Options.Add(option);
        create.SetAction(CreateKeyAsync);
        var command = new Command("api-key", "Keys of applications.");
        command.Subcommands.Add(create);
        return command;
    }

    private static async Task<int> CreateKeyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
        var time = scope.Services.GetRequiredService<TimeProvider>();
        var expires = parsed.GetValue(Days) is { } days ? time.GetUtcNow().AddDays(days) : (DateTimeOffset?)null;
        try
        {
            var scopes = parsed.GetValue(Scopes)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var created = await scope
                .Services.GetRequiredService<ApiKeyService>()
                .CreateAsync(parsed.GetValue(Tenant)!, parsed.GetValue(Name)!, scopes, expires, cancellationToken);
            await Console.Error.WriteLineAsync("The key, shown this once:");
            await Console.Out.WriteLineAsync(created.Key);
            return 0;
        }
        catch (ArgumentException e)
        {
            // Without the name of the parameter, which says nothing here.
            throw new CommandException(e.Message.Split(" (Parameter", 2)[0]);
        }
    }
}

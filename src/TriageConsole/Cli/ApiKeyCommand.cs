using System.CommandLine;
using TriageConsole.Security;

namespace TriageConsole.Cli;

/// <summary>The command <c>api-key create</c>. It prints only the key to standard output, so that a script can read it.</summary>
internal static class ApiKeyCommand
{
    private static readonly Option<string> Tenant = new("--tenant")
    {
        Description = "The tenant of the key. A new tenant is created.",
        Required = true,
    };
    private static readonly Option<string> Scopes = new("--scopes")
    {
        Description = $"Comma-separated: {string.Join(", ", ApiScopes.All)}. A browser key has the scope {ApiScopes.Feedback}.",
        DefaultValueFactory = _ => "",
    };
    private static readonly Option<string?> Workflow = new("--workflow")
    {
        Description = "The workflow of OpenTelemetry and Langfuse data that names none. Default: the name of the service.",
    };
    private static readonly Option<string> Origins = new("--origins")
    {
        Description = "Comma-separated origins such as https://shop.example. Creates a browser key, which can only send feedback.",
        DefaultValueFactory = _ => "",
    };
    private static readonly Option<string> Name = new("--name")
    {
        Description = "The name of the key in the list of keys.",
        DefaultValueFactory = _ => "command line",
    };
    private static readonly Option<int?> Days = DaysOption();

    public static Command Create()
    {
        var create = new Command("create", "Create a key and print it. The key is not shown again.");
        foreach (var option in new Option[] { Tenant, Scopes, Name, Days, Workflow, Origins })
            create.Options.Add(option);
        create.SetAction(CreateKeyAsync);
        var command = new Command("api-key", "Manage API keys.");
        command.Subcommands.Add(create);
        return command;
    }

    private static Option<int?> DaysOption()
    {
        // A century; many more days are beyond the end of the calendar.
        const int Max = 36_500;
        var option = new Option<int?>("--days") { Description = "Days until the key expires. Default: never." };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > Max)
                result.AddError($"--days must be a whole number from 1 to {Max}.");
        });
        return option;
    }

    private static async Task<int> CreateKeyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
        var time = scope.Services.GetRequiredService<TimeProvider>();
        var expires = parsed.GetValue(Days) is { } days ? time.GetUtcNow().AddDays(days) : (DateTimeOffset?)null;
        try
        {
            var scopes = Listed(parsed.GetValue(Scopes)!);
            var settings = new ApiKeySettings(parsed.GetValue(Workflow), Listed(parsed.GetValue(Origins)!));
            var created = await scope
                .Services.GetRequiredService<ApiKeyService>()
                .CreateAsync(parsed.GetValue(Tenant)!, parsed.GetValue(Name)!, scopes, expires, settings, cancellationToken);
            await Console.Error.WriteLineAsync("API key (shown only once):");
            await Console.Out.WriteLineAsync(created.Key);
            return 0;
        }
        catch (ArgumentException e)
        {
            // Remove the parameter name, which means nothing to the user.
            throw new CommandException(e.Message.Split(" (Parameter", 2)[0]);
        }
    }

    private static string[] Listed(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

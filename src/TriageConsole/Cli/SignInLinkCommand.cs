using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Account;
using TriageConsole.Data;

namespace TriageConsole.Cli;

/// <summary>A way in for somebody who lost theirs. Whoever runs it holds the database anyway.</summary>
internal static class SignInLinkCommand
{
    private static readonly Option<string> Email = new("--email") { Description = "Whose link.", Required = true };

    public static Command Create()
    {
        var command = new Command("sign-in-link", "Print a new one-time sign-in link of a person.");
        command.Options.Add(Email);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = GlobalOptions.Read(parsed);
        await using var scope = await CommandScope.OpenAsync(options, cancellationToken);
        var email = parsed.GetValue(Email)!.Trim().ToUpperInvariant();
        await using var db = await scope.Services.GetRequiredService<IDbContextFactory<TriageDbContext>>().CreateDbContextAsync(cancellationToken);
        var person = await db.Users.Where(u => u.NormalizedEmail == email).Select(u => new { u.Id, u.DisabledAt }).SingleOrDefaultAsync(cancellationToken)
            ?? throw new CommandException($"There is nobody with the address {parsed.GetValue(Email)}.");
        if (person.DisabledAt is not null) throw new CommandException("This person is disabled.");
        var token = await scope.Services.GetRequiredService<SignInLinkService>().CreateAsync(person.Id, false, SignInLinkService.SignInLifetime, cancellationToken);
        await Console.Error.WriteLineAsync("Good for one use within a day:");
        await Console.Out.WriteLineAsync(SignInGuide.Link(options.LastAddress ?? SignInGuide.BaseAddress(options.ListenOn.Split(';')), token));
        return 0;
    }
}

using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Account;
using TriageConsole.Data;
using TriageConsole.Data.Access;

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
        await using var db = await scope
            .Services.GetRequiredService<IDbContextFactory<TriageDbContext>>()
            .CreateDbContextAsync(cancellationToken);
        var person =
            await db
                .Users.Where(u => u.NormalizedEmail == email)
                .Select(u => new { u.Id, u.DisabledAt })
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw new CommandException($"There is nobody with the address {parsed.GetValue(Email)}.");
        if (person.DisabledAt is not null)
            throw new CommandException("This person is disabled.");
        // Roles of another tenant wait: who prints this link vouches that it goes to the owner of the address.
        var waits = await db.RoleOffers.AnyAsync(o => o.UserId == person.Id, cancellationToken);
        var token =
            await scope
                .Services.GetRequiredService<SignInLinkService>()
                .CreateAsync(
                    person.Id,
                    waits ? LinkKind.Acceptance : LinkKind.SignIn,
                    SignInLinkService.SignInLifetime,
                    (_, _) => Task.FromResult(true),
                    cancellationToken
                )
            ?? throw new CommandException("This person is disabled.");
        await Console.Error.WriteLineAsync(
            waits
                ? "Good for one use within a day. It sets a new password and accepts the roles that wait: send it to the owner of the address, not to the admin who asks."
                : "Good for one use within a day:"
        );
        await Console.Out.WriteLineAsync(
            SignInGuide.Link(options.LastAddress ?? SignInGuide.BaseAddress(options.ListenOn.Split(';')), token)
        );
        return 0;
    }
}

using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Account;
using TriageConsole.Account.TwoFactor;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Outbound;

namespace TriageConsole.Cli;

/// <summary>Restores access for a person who lost it. The caller needs access to the database.</summary>
internal static class SignInLinkCommand
{
    private static readonly Option<string> Email = new("--email") { Description = "The email address of the person.", Required = true };

    private static readonly Option<bool> WithoutTwoFactor = new("--turn-off-two-factor")
    {
        Description = "Turn off two-factor sign-in of this person first, who lost the app and the recovery codes.",
    };

    public static Command Create()
    {
        var command = new Command("sign-in-link", "Print a new one-time sign-in link for a person.");
        command.Options.Add(Email);
        command.Options.Add(WithoutTwoFactor);
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
            ?? throw new CommandException($"There is no person with the email address {parsed.GetValue(Email)}.");
        if (person.DisabledAt is not null)
            throw new CommandException("This person is disabled.");
        if (parsed.GetValue(WithoutTwoFactor))
            await SecondFactor.ForgetAsync(db, person.Id, cancellationToken);
        // The person has role offers of another tenant. An acceptance link accepts them, so the caller must be sure that it goes to the
        // owner of the address.
        var hasOffers = await db.RoleOffers.AnyAsync(o => o.UserId == person.Id, cancellationToken);
        var token =
            await scope
                .Services.GetRequiredService<SignInLinkService>()
                .CreateAsync(
                    person.Id,
                    hasOffers ? LinkKind.Acceptance : LinkKind.SignIn,
                    SignInLinkService.SignInLifetime,
                    (_, _) => Task.FromResult(true),
                    cancellationToken
                )
            ?? throw new CommandException("This person is disabled.");
        await Console.Error.WriteLineAsync(
            hasOffers
                ? "Valid once, for one day. The link sets a new password and accepts pending roles. Send it to the owner of the address, "
                    + "not to the admin who requested it."
                : "Valid once, for one day:"
        );
        await Console.Out.WriteLineAsync(SignInGuide.Link(options.LastAddress ?? OwnAddress.Of(options.ListenOn.Split(';')), token));
        return 0;
    }
}

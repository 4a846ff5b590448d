using Microsoft.EntityFrameworkCore;
using TriageConsole.Account;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Features.Demo;

namespace TriageConsole.Cli;

/// <summary>
/// Creates the first admin and prints how to sign in. There is no default password: admins without a password and the people of the demo
/// get a new one-time link at every start.
/// </summary>
internal sealed class SignInGuide(IDbContextFactory<TriageDbContext> contexts, PeopleService people, SignInLinkService links)
{
    public static string Link(string baseAddress, string token) => $"{baseAddress}/account/link/{token}";

    /// <summary>Creates the first admin from TRIAGE_ADMIN_EMAIL and TRIAGE_ADMIN_PASSWORD. Does nothing if an admin exists.</summary>
    public async Task EnsureAdminAsync(CancellationToken cancellationToken)
    {
        var email = Environment.GetEnvironmentVariable("TRIAGE_ADMIN_EMAIL") is { Length: > 0 } named ? named : "admin@localhost";
        var password = Environment.GetEnvironmentVariable("TRIAGE_ADMIN_PASSWORD") is { Length: > 0 } chosen ? chosen : null;
        try
        {
            await people.EnsureAdminAsync(email, password, cancellationToken);
        }
        catch (ArgumentException e)
        {
            throw new CommandException($"The first admin ({email}) could not be created: {e.Message.Split(" (Parameter", 2)[0]}");
        }
    }

    public async Task<IReadOnlyList<string>> DescribeAsync(string baseAddress, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = await db
            .Users.Where(u => u.DisabledAt == null && u.PasswordHash == null)
            .Where(u =>
                u.Email!.EndsWith(DemoPerson.EmailDomain)
                || db.RoleGrants.Any(g => g.UserId == u.Id && g.Role == Role.Admin && g.TenantId == null)
            )
            .OrderBy(u => u.Id)
            .Select(u => new
            {
                u.Id,
                u.Email,
                u.DisplayName,
            })
            .ToListAsync(cancellationToken);
        var lines = new List<string>();
        if (waiting.Count == 0)
            lines.Add($"Sign in at {baseAddress}/account/sign-in (lost access: run sign-in-link --email ADDRESS)");
        else
            lines.Add("Sign in with a one-time link (valid for one day; every start prints new links):");
        foreach (var person in waiting)
        {
            // Admins must choose a password first. The people of the demo are signed in directly.
            var demo = person.Email!.EndsWith(DemoPerson.EmailDomain, StringComparison.Ordinal);
            var token = await links.CreateAsync(person.Id, !demo, SignInLinkService.SignInLifetime, cancellationToken);
            lines.Add(
                $"  {(demo ? person.DisplayName : person.DisplayName + " (all)"), -16} "
                    + $"{Link(baseAddress, token)}{(demo ? "" : "  (choose a password)")}"
            );
            if (DemoPerson.All.FirstOrDefault(p => p.Email == person.Email)?.FirstTask is { } task)
                lines.Add($"  {"", -16} {task}");
        }

        return lines;
    }
}

using Microsoft.AspNetCore.Components;
using MudBlazor;
using TriageConsole.Account;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Security;

namespace TriageConsole.Features.Admin;

public sealed partial class PeoplePage(
    PeopleService service,
    PeopleReader reader,
    PersonSessions sessions,
    CurrentPerson current,
    NavigationManager navigation,
    ISnackbar snackbar,
    TimeProvider time
) : ComponentBase
{
    private ServerGrid<PersonRow>? grid;
    private DateTimeOffset now;
    private long myself;
    private Result? told;
    private string? refusal;
    private string? secret;
    private string secretTitle = "";
    private bool inviting;
    private PersonRow? adding;
    private PersonRow? removingFrom;
    private PersonGrant? removing;
    private PersonRow? disabling;
    private PersonRow? unlocking;
    private PersonRow? signingOut;
    private IReadOnlyList<SessionRow> open = [];

    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    private async Task<IReadOnlyList<GrantPlace>> FindPlacesAsync(string? find) =>
        await reader.FindPlacesAsync(await current.GetAsync(), find);

    private async Task<GridPage<PersonRow>> LoadAsync(GridQuery query, CancellationToken cancellationToken)
    {
        var access = await current.GetAsync(cancellationToken);
        (myself, now) = (access.UserId, time.GetUtcNow());
        return await reader.ListAsync(access, Q, query, cancellationToken);
    }

    private void OpenInvite() => (inviting, told, refusal) = (true, null, null);

    private async Task InviteAsync(Invitation invitation)
    {
        var grants = invitation.Roles.Select(r => new GrantSpec(r, invitation.Place.TenantKey, invitation.Place.WorkflowKey)).ToList();
        var outcome = await RunAsync(a => service.InviteAsync(a, invitation.Email, invitation.Name, grants), inDialog: true);
        if (!outcome.Ok)
            return;
        inviting = false;
        Show(outcome, $"Invitation for {invitation.Email}");
    }

    private async Task AddRoleAsync(GrantSpec grant)
    {
        var person = adding!;
        if (!(await RunAsync(a => service.GrantAsync(a, person.Id, grant), inDialog: true)).Ok)
            return;
        adding = null;
        if (told is not { Message.Length: > 0 })
            snackbar.Add($"The role is added to {person.Name}.", Severity.Success);
    }

    private async Task RemoveAsync()
    {
        var (person, grant) = (removingFrom!, removing!);
        var outcome = await RunAsync(a => grant.IsPending ? service.WithdrawAsync(a, grant.Id) : service.RevokeGrantAsync(a, grant.Id));
        removing = null;
        if (outcome.Ok)
            snackbar.Add($"The role is removed from {person.Name}.", Severity.Success);
    }

    private async Task DisableAsync()
    {
        var person = disabling!;
        await RunAsync(a => service.DisableAsync(a, person.Id));
        disabling = null;
    }

    private async Task TurnOffTwoFactorAsync()
    {
        var person = unlocking!;
        await RunAsync(a => service.TurnOffTwoFactorAsync(a, person.Id));
        unlocking = null;
    }

    private async Task ShowSessionsAsync(PersonRow person)
    {
        open = await sessions.ListAsync(await current.GetAsync(), person.Id);
        (signingOut, now) = (person, time.GetUtcNow());
    }

    private async Task SignOutAsync()
    {
        var person = signingOut!;
        signingOut = null;
        await RunAsync(a => sessions.EndAllAsync(a, person.Id));
    }

    private async Task NewLinkAsync(PersonRow person) =>
        Show(await RunAsync(a => service.NewLinkAsync(a, person.Id)), $"One-time link for {person.Name}");

    private async Task<Result<PersonChange>> RunAsync(Func<PersonAccess, Task<Result<PersonChange>>> change, bool inDialog = false)
    {
        (told, refusal) = (null, null);
        var outcome = await change(await current.GetAsync());
        if (inDialog && !outcome.Ok)
        {
            refusal = outcome.Message;
            return outcome;
        }

        told = outcome;
        if (grid is not null)
            await grid.ReloadAsync();
        return outcome;
    }

    private void Show(Result<PersonChange> outcome, string title)
    {
        if (outcome is not { Ok: true, Value.Token: { } token })
            return;
        secret = navigation.ToAbsoluteUri($"account/link/{token}").ToString();
        secretTitle = title;
    }
}

using Microsoft.AspNetCore.Components;
using TriageConsole.Account;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Features.Admin;

public sealed partial class PeoplePage(PeopleService service, PeopleReader reader, CurrentPerson current, NavigationManager navigation)
    : ComponentBase
{
    private readonly HashSet<Role> inviteRoles = [Role.Labeler];
    private long myself;
    private ListPage<PersonRow>? people;
    private Result? told;
    private string? secret;
    private string secretTitle = "";
    private bool inviting;
    private bool busy;
    private string email = "";
    private string name = "";
    private GrantPlace? invitePlace;
    private long? adding;
    private Role addRole;
    private GrantPlace? addPlace;

    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task<IReadOnlyList<GrantPlace>> FindPlacesAsync(string? find) =>
        await reader.FindPlacesAsync(await current.GetAsync(), find);

    private async Task LoadAsync()
    {
        var access = await current.GetAsync();
        myself = access.UserId;
        people = await reader.ListAsync(access, Q, Page ?? 1);
    }

    private void ToggleInvite()
    {
        inviting = !inviting;
        told = null;
    }

    private void Toggle(Role role)
    {
        if (!inviteRoles.Remove(role))
            inviteRoles.Add(role);
    }

    private async Task InviteAsync()
    {
        if (busy)
            return;
        var invited = email.Trim();
        var grants = inviteRoles.Select(r => Spec(r, invitePlace)).ToList();
        busy = true;
        var outcome = await RunAsync(a => service.InviteAsync(a, invited, name, grants));
        busy = false;
        if (!outcome.Ok)
            return;
        Show(outcome, $"Invitation for {invited}");
        inviting = false;
        email = name = "";
    }

    private async Task AddRoleAsync(long userId)
    {
        if ((await RunAsync(a => service.GrantAsync(a, userId, Spec(addRole, addPlace)))).Ok)
            adding = null;
    }

    private Task<Result<PersonChange>> TakeAwayAsync(PersonGrant grant) =>
        RunAsync(a => grant.IsPending ? service.WithdrawAsync(a, grant.Id) : service.RevokeGrantAsync(a, grant.Id));

    private static string Origin(PersonGrant grant) =>
        $"{(grant.IsPending ? "Offered" : "Given")} by {grant.By}, "
        + $"{Times.Exact(grant.At)}"
        + $"{(grant.AcceptedAt is { } at ? $"; accepted {Times.Exact(at)}" : grant.IsPending ? "; pending until the person accepts" : "")}";

    private async Task NewLinkAsync(PersonRow person) =>
        Show(await RunAsync(a => service.NewLinkAsync(a, person.Id)), $"One-time link for {person.Name}");

    private async Task<Result<PersonChange>> RunAsync(Func<PersonAccess, Task<Result<PersonChange>>> change)
    {
        told = null;
        var outcome = await change(await current.GetAsync());
        told = outcome;
        await LoadAsync();
        return outcome;
    }

    private void Show(Result<PersonChange> outcome, string title)
    {
        if (outcome is not { Ok: true, Value.Token: { } token })
            return;
        secret = navigation.ToAbsoluteUri($"account/link/{token}").ToString();
        secretTitle = title;
    }

    private static GrantSpec Spec(Role role, GrantPlace? place) =>
        place is null ? new GrantSpec(role, null) : new GrantSpec(role, place.TenantKey, place.WorkflowKey);
}

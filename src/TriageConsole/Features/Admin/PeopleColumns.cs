using TriageConsole.Account;
using TriageConsole.Components.Lists;

namespace TriageConsole.Features.Admin;

/// <summary>The columns of the list of people.</summary>
internal static class PeopleColumns
{
    public static readonly GridField<PersonRow> Name = new("name", "Person", p => p.Name);
    public static readonly GridField<PersonRow> Roles = new("roles", "Roles", p => string.Join("; ", p.Grants.Select(Text)))
    {
        IsSortable = false,
    };
    public static readonly GridField<PersonRow> State = new("state", "State", p => p.State) { IsSortable = false };
    public static readonly GridField<PersonRow> Seen = new("seen", "Last seen", p => p.LastSeenAt);
    public static readonly GridField<PersonRow> Email = new("email", "Email", p => p.Email) { IsHidden = true };

    public static readonly IReadOnlyList<GridField<PersonRow>> All = [Name, Roles, State, Seen, Email];

    private static string Text(PersonGrant grant) => RoleNames.Of(grant) + (grant.IsPending ? " (pending)" : "");
}

using TriageConsole.Account.Groups;
using TriageConsole.Data.Access;
using TriageConsole.Features.Admin;

namespace TriageConsole.Components.Tests;

/// <summary>What the pages of groups consist of.</summary>
public sealed class GroupTableTests : ComponentTest
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly GroupRoleRow Lead = new(5, Role.Lead, "acme", "chat", Noon, "<b>Root</b>");

    [Fact]
    public void Groups_ShowWhoManagesThem_AndTheirRoles()
    {
        PersonGroupRow[] groups =
        [
            new(1, "<i>Reviewers</i>", IsProvisioned: false, 1200, [Lead], Noon.AddHours(-2)),
            new(2, "Experts", IsProvisioned: true, 0, [], Noon),
        ];
        var table = Render<GroupTable>(p => p.Add(t => t.Groups, groups).Add(t => t.Now, Noon));
        var rows = table.FindAll("tbody tr");
        Assert.Equal("<i>Reviewers</i>", rows[0].QuerySelector("a")!.TextContent);
        Assert.Equal("admin/groups/1", rows[0].QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("lead · acme / chat", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("admins", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("identity provider", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("No role", rows[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Roles_AreRemovedByTheirButton()
    {
        GroupRoleRow? removed = null;
        var table = Render<GroupRoleTable>(p =>
            p.Add(t => t.Roles, [Lead]).Add(t => t.Now, Noon).Add(t => t.Removed, role => removed = role)
        );
        Assert.Equal("<b>Root</b>", table.Find("bdi").TextContent);
        table.Find("button[aria-label='Remove the role lead · acme / chat']").Click();
        Assert.Equal(Lead, removed);
    }

    [Fact]
    public void Members_OfAProvisionedGroup_HaveNoButton()
    {
        GroupPerson? removed = null;
        GroupPerson[] members = [new(3, "Ada", "ada@example.org", IsDisabled: true, Noon)];
        var own = Render<GroupMemberTable>(p =>
            p.Add(t => t.Members, members).Add(t => t.Now, Noon).Add(t => t.CanRemove, true).Add(t => t.Removed, member => removed = member)
        );
        Assert.Contains("disabled", own.Find("tbody tr").TextContent, StringComparison.Ordinal);
        own.Find("button[aria-label='Remove Ada']").Click();
        Assert.Equal(members[0], removed);
        var provisioned = Render<GroupMemberTable>(p =>
            p.Add(t => t.Members, members).Add(t => t.Now, Noon).Add(t => t.CanRemove, false).Add(t => t.Removed, _ => { })
        );
        Assert.Empty(provisioned.FindAll("button"));
    }
}

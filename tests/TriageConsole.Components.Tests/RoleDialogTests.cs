using Microsoft.AspNetCore.Components;
using TriageConsole.Account;
using TriageConsole.Data.Access;
using TriageConsole.Features.Admin;

namespace TriageConsole.Components.Tests;

public sealed class RoleDialogTests : ComponentTest
{
    private int removed;
    private readonly List<Invitation> invited = [];

    [Fact]
    public async Task LastRole_IsRemovedOnlyAfterConfirmation_AndTheTextSaysThatThePersonStays()
    {
        var page = Remove(Grant(1));
        Assert.Contains("last role of Ana", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
        Assert.Contains("stays in this list", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
        Assert.Equal(0, removed);
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal(1, removed);
    }

    [Fact]
    public void OneOfTwoRoles_SaysThatTheOtherStays()
    {
        var page = Remove(Grant(1), Grant(2));
        Assert.Contains("One other role stays", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void PendingRole_IsWithdrawn()
    {
        var page = Remove(Grant(1, isPending: true));
        Assert.Contains("Withdraw offer", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invitation_WithMissingFields_SaysSoAtTheFields()
    {
        var page = Invite();
        await page.Find("[role=dialog] form").SubmitAsync();
        var text = page.Find("[role=dialog]").TextContent;
        Assert.Contains("Enter an email address.", text, StringComparison.Ordinal);
        Assert.Contains("Enter the name of the person.", text, StringComparison.Ordinal);
        Assert.Empty(invited);
    }

    [Fact]
    public async Task Invitation_HasRolesOnTheFirstPlace()
    {
        var page = Invite();
        await page.Find("input[type=email]").ChangeAsync(new() { Value = " ana@example.org " });
        await page.FindAll("input[type=text]").First(i => i.GetAttribute("maxlength") == "200").ChangeAsync(new() { Value = "Ana" });
        await page.Find("[role=dialog] form").SubmitAsync();
        var one = Assert.Single(invited);
        Assert.Equal(("ana@example.org", "Ana", "acme"), (one.Email, one.Name, one.Place.TenantKey));
        Assert.Equal([Role.Labeler], one.Roles);
    }

    /// <summary>Dialogs close by not being rendered any more, also from their own form.</summary>
    [Fact]
    public async Task Dialog_ThatThePageRemoves_Closes()
    {
        var page = RenderInPage(builder =>
        {
            builder.OpenComponent<DialogHost>(0);
            builder.CloseComponent();
        });
        Assert.Single(page.FindAll("[role=dialog]"));
        await page.FindComponent<DialogHost>().InvokeAsync(page.FindComponent<DialogHost>().Instance.Remove);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[role=dialog]")));
    }

    private sealed class DialogHost : ComponentBase
    {
        private bool isRemoved;

        public void Remove()
        {
            isRemoved = true;
            StateHasChanged();
        }

        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
        {
            if (isRemoved)
                return;
            builder.OpenComponent<FormDialog>(0);
            builder.AddComponentParameter(1, nameof(FormDialog.Title), "Title");
            builder.CloseComponent();
        }
    }

    private IRenderedComponent<IComponent> Remove(params PersonGrant[] grants) =>
        RenderInPage(builder =>
        {
            var person = new PersonRow(7, "ana@example.org", "Ana", true, false, null, null, true, grants, []);
            builder.OpenComponent<RemoveRoleDialog>(0);
            builder.AddComponentParameter(1, nameof(RemoveRoleDialog.Person), person);
            builder.AddComponentParameter(2, nameof(RemoveRoleDialog.Grant), grants[0]);
            builder.AddComponentParameter(3, nameof(RemoveRoleDialog.Confirmed), EventCallback.Factory.Create(this, () => removed++));
            builder.CloseComponent();
        });

    private IRenderedComponent<IComponent> Invite() =>
        RenderInPage(builder =>
        {
            builder.OpenComponent<InviteDialog>(0);
            builder.AddComponentParameter(1, nameof(InviteDialog.Find), Places);
            builder.AddComponentParameter(
                2,
                nameof(InviteDialog.Confirmed),
                EventCallback.Factory.Create<Invitation>(this, i => invited.Add(i))
            );
            builder.CloseComponent();
        });

    private static Func<string?, Task<IReadOnlyList<GrantPlace>>> Places { get; } =
        _ => Task.FromResult<IReadOnlyList<GrantPlace>>([new GrantPlace("acme", null, "acme: all workflows")]);

    private static PersonGrant Grant(long id, bool isPending = false) =>
        new(id, Role.Labeler, 1, "acme", null, null, "admin@example.org", DateTimeOffset.UnixEpoch, null, isPending);
}

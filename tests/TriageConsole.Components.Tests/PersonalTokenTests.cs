using Microsoft.AspNetCore.Components;
using TriageConsole.Account;
using TriageConsole.Account.Profile;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Features.Admin;
using TriageConsole.Security;
using TriageConsole.Security.Tokens;

namespace TriageConsole.Components.Tests;

/// <summary>Personal access tokens in the profile, and what an admin sees of sessions and of roles from groups.</summary>
public sealed class PersonalTokenTests : ComponentTest
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly List<NewToken> wanted = [];
    private readonly List<long> revoked = [];
    private Result<string> answer = Result.Done("", "tcp_0123456789abcdef_secret");

    [Fact]
    public async Task NewToken_OffersTheScopesOfTheRoles_AndIsShownOnce()
    {
        var page = Card([], [new TokenPlace("acme", ["read", "label"])]);
        await Button(page, "Create token").ClickAsync(new());
        Assert.Equal(2, page.FindAll("[role=dialog] input[type=checkbox]").Count);
        await page.Find("[role=dialog] form").SubmitAsync();
        var text = page.Find("[role=dialog]").TextContent;
        Assert.Contains("Enter a name.", text, StringComparison.Ordinal);
        Assert.Contains("Choose at least one scope.", text, StringComparison.Ordinal);
        Assert.Empty(wanted);

        await page.Find("[role=dialog] input[maxlength='200']").ChangeAsync(new() { Value = "notebook" });
        await page.Find("[role=dialog] input[type=checkbox]").ChangeAsync(new() { Value = true });
        await page.Find("[role=dialog] form").SubmitAsync();
        var one = Assert.Single(wanted);
        Assert.Equal(("acme", "notebook", "read", 30), (one.TenantKey, one.Name, string.Join(',', one.Scopes), one.Days));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[role=dialog]")));
        Assert.Equal("tcp_0123456789abcdef_secret", page.Find(".secret input").GetAttribute("value"));
        await Button(page, "Done").ClickAsync(new());
        Assert.Empty(page.FindAll(".secret input"));
    }

    [Fact]
    public async Task RefusalOfTheServer_StaysInTheDialog()
    {
        answer = Error.Invalid("Your roles do not allow the scope 'read'.");
        var page = Card([], [new TokenPlace("acme", ["read"])]);
        await Button(page, "Create token").ClickAsync(new());
        await page.Find("[role=dialog] input[maxlength='200']").ChangeAsync(new() { Value = "notebook" });
        await page.Find("[role=dialog] input[type=checkbox]").ChangeAsync(new() { Value = true });
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Contains("do not allow", page.Find("[role=dialog] [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".secret input"));
    }

    [Fact]
    public async Task Token_IsRevokedAfterConfirmation_IfItIsValid()
    {
        var page = Card([Token(1, Noon.AddDays(2)), Token(2, Noon.AddDays(-1)), Token(3, Noon.AddDays(2), Noon)], []);
        Assert.Contains("expired", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent.Contains("Create token", StringComparison.Ordinal));
        await Assert.Single(page.FindAll("tbody button")).ClickAsync(new());
        Assert.Empty(revoked);
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal([1], revoked);
    }

    [Fact]
    public void RoleFromAGroup_HasNoButtonThatRemovesIt()
    {
        var byHand = new PersonGrant(1, Role.Lead, 1, "acme", null, null, "admin@example.org", Noon, null, false);
        var byGroup = byHand with { Id = 2, By = "Corp, group leads", Source = GrantSource.SingleSignOn };
        var person = new PersonRow(7, "ana@example.org", "Ana", true, false, null, null, true, [byHand, byGroup], []);
        var page = Render<PersonRoles>(p => p.Add(c => c.Person, person));
        Assert.Equal(2, page.FindAll(".chip").Count);
        Assert.Single(page.FindAll("button.remove"));
        Assert.Contains("Corp, group leads", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_AreNamed_BeforeAnAdminEndsThem()
    {
        var ended = 0;
        var person = new PersonRow(7, "ana@example.org", "Ana", true, false, null, null, true, [], []);
        var page = RenderInPage(builder =>
        {
            builder.OpenComponent<SessionsDialog>(0);
            builder.AddComponentParameter(1, nameof(SessionsDialog.Person), person);
            builder.AddComponentParameter(
                2,
                nameof(SessionsDialog.Sessions),
                new[] { new SessionRow(Guid.NewGuid(), "Firefox on Linux", Noon.AddDays(-2), Noon.AddMinutes(-5)) }
            );
            builder.AddComponentParameter(3, nameof(SessionsDialog.Now), Noon);
            builder.AddComponentParameter(4, nameof(SessionsDialog.Confirmed), EventCallback.Factory.Create(this, () => ended++));
            builder.AddComponentParameter(5, nameof(SessionsDialog.Closed), EventCallback.Factory.Create(this, () => { }));
            builder.CloseComponent();
        });
        Assert.Contains("Firefox on Linux", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
        Assert.Equal(0, ended);
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal(1, ended);
    }

    [Fact]
    public void Tokens_OnSeveralPages_AreLinked()
    {
        IReadOnlyList<PersonalTokenRow> tokens = [.. Enumerable.Range(1, 50).Select(n => Token(n, Noon.AddDays(1)))];
        var pager = Card(tokens, [], total: 120).Find("nav.pager");
        Assert.Contains("1–50 of 120", pager.TextContent, StringComparison.Ordinal);
        Assert.EndsWith("?tokens=2", pager.QuerySelector("a[rel=next]")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_OnOnePage_HaveNoPager() => Assert.Empty(Card([Token(1, Noon.AddDays(1))], []).FindAll("nav.pager"));

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<IComponent> page, string text) =>
        page.FindAll("button").First(b => b.TextContent.Contains(text, StringComparison.Ordinal));

    private static PersonalTokenRow Token(long id, DateTimeOffset end, DateTimeOffset? revoked = null) =>
        new(id, "acme", "Ana", "ana@example.org", $"token {id}", $"tcp_{id}", ["read"], Noon.AddDays(-9), end, revoked, null);

    private IRenderedComponent<IComponent> Card(
        IReadOnlyList<PersonalTokenRow> tokens,
        IReadOnlyList<TokenPlace> places,
        int? total = null
    ) =>
        RenderInPage(builder =>
        {
            builder.OpenComponent<TokensCard>(0);
            builder.AddComponentParameter(
                1,
                nameof(TokensCard.Tokens),
                new ListPage<PersonalTokenRow>(tokens, total ?? tokens.Count, 1, 50)
            );
            builder.AddComponentParameter(2, nameof(TokensCard.Places), places);
            builder.AddComponentParameter(3, nameof(TokensCard.MaxDays), 30);
            builder.AddComponentParameter(4, nameof(TokensCard.Now), Noon);
            builder.AddComponentParameter(
                5,
                nameof(TokensCard.Create),
                (Func<NewToken, Task<Result<string>>>)(
                    token =>
                    {
                        wanted.Add(token);
                        return Task.FromResult(answer);
                    }
                )
            );
            builder.AddComponentParameter(
                6,
                nameof(TokensCard.Revoked),
                EventCallback.Factory.Create<PersonalTokenRow>(this, token => revoked.Add(token.Id))
            );
            builder.CloseComponent();
        });
}

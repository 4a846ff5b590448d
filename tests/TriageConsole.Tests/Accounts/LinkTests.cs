using System.Net;
using TriageConsole.Account;
using TriageConsole.Data.Access;

namespace TriageConsole.Tests.Accounts;

public sealed class LinkTests
{
    [Fact]
    public async Task NewLink_OfEitherKind_RevokesOlderOnes()
    {
        await using var w = await AccountWorld.StartAsync();
        var (user, _) = await w.App.CreatePersonAsync();
        var tokens = new List<string>();
        foreach (var isInvitation in new[] { true, true, false, true })
            tokens.Add(await w.Links.CreateAsync(user, isInvitation, TimeSpan.FromDays(1)));
        Assert.Equal([LinkState.Replaced, LinkState.Replaced, LinkState.Replaced, LinkState.Valid], await StatesAsync(w, tokens));
        using var late = await w.PostLinkAsync(w.App.CreateClient(), tokens[0], AccountWorld.Password);
        Assert.NotEqual(HttpStatusCode.Redirect, late.StatusCode);
        Assert.False(await w.Links.RedeemAsync(tokens[1], "hash"));
    }

    [Theory]
    [InlineData(LinkKind.Invitation)]
    [InlineData(LinkKind.SignIn)]
    [InlineData(LinkKind.Acceptance)]
    public async Task UsedLink_OfEachKind_EndsAllOthersOfThisAccountOnly(LinkKind kind)
    {
        await using var w = await AccountWorld.StartAsync();
        var (user, _) = await w.App.CreatePersonAsync();
        var (other, _) = await w.App.CreatePersonAsync();
        var theirs = await w.Links.CreateAsync(other, true, TimeSpan.FromDays(1));
        // One link of each group exists at the same time.
        var first = await MakeAsync(w, user, kind == LinkKind.Acceptance ? LinkKind.Invitation : LinkKind.Acceptance);
        var used = await MakeAsync(w, user, kind);
        await w.RedeemAsync(used, AccountWorld.Password);
        Assert.Equal([LinkState.Replaced, LinkState.Used, LinkState.Valid], await StatesAsync(w, [first, used, theirs]));
        Assert.False(await w.Links.RedeemAsync(first, "hash"));
    }

    [Fact]
    public async Task OneLink_OpenedSixteenTimesAtOnce_WorksOnce()
    {
        await using var w = await AccountWorld.StartAsync();
        var (user, _) = await w.App.CreatePersonAsync();
        var (one, two) = (await MakeAsync(w, user, LinkKind.Invitation), await MakeAsync(w, user, LinkKind.Acceptance));
        // Two links of one account at the same time: the first use revokes the other.
        var won = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => w.Links.RedeemAsync(n % 2 == 0 ? one : two, "hash")));
        Assert.Single(won, w => w);
    }

    private static async Task<string> MakeAsync(AccountWorld w, long user, LinkKind kind) =>
        (await w.Links.CreateAsync(user, kind, TimeSpan.FromDays(1), (_, _) => Task.FromResult(true), default))!;

    private static async Task<List<LinkState?>> StatesAsync(AccountWorld w, IEnumerable<string> tokens)
    {
        var states = new List<LinkState?>();
        foreach (var token in tokens)
            states.Add(await w.StateAsync(token));
        return states;
    }
}

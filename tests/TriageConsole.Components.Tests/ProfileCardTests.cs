using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Account.Profile;
using TriageConsole.Data.Access;

namespace TriageConsole.Components.Tests;

/// <summary>The cards of the profile: time zone and notices of flags.</summary>
public sealed class ProfileCardTests : ComponentTest
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, "UTC")]
    [InlineData("Europe/Berlin", "Europe/Berlin")]
    // A name that this server does not list.
    [InlineData("Asia/Old_Name", "Asia/Old_Name")]
    public void TimeZone_ShowsTheStoredOne_AndSavesAnother(string? stored, string shown)
    {
        string? saved = null;
        Services.GetRequiredService<Times>().Follow("Europe/Berlin");
        var card = Render<TimeZoneCard>(p => p.Add(c => c.Zone, stored).Add(c => c.Now, Noon).Add(c => c.Saved, zone => saved = zone));
        Assert.Equal(shown, card.Find("select").GetAttribute("value"));
        Assert.Contains("2026-03-01 13:00:00 +01:00", card.Markup, StringComparison.Ordinal);
        Assert.Contains("America/New York", card.FindAll("option").Select(o => o.TextContent));
        card.Find("select").Change("America/New_York");
        card.Find("form").Submit();
        Assert.Equal("America/New_York", saved);
    }

    [Theory]
    [InlineData(true, "by email")]
    [InlineData(false, "No mail server is configured.")]
    public void FlagNotices_AreChosen_AndTheCardSaysWhetherMailsAreSent(bool hasMail, string words)
    {
        var saved = FlagNotices.None;
        var card = Render<FlagNoticesCard>(p =>
            p.Add(c => c.Chosen, FlagNotices.None).Add(c => c.HasMail, hasMail).Add(c => c.Saved, chosen => saved = chosen)
        );
        Assert.Contains(words, card.Markup, StringComparison.Ordinal);
        card.FindAll("input")[1].Click();
        Assert.Equal(FlagNotices.PersonalData, saved);
    }
}

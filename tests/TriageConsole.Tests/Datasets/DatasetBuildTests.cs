using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Redaction;
using TriageConsole.Features.Redaction;
using TriageConsole.Security;

namespace TriageConsole.Tests.Datasets;

/// <summary>What enters a version, what stops a build, and when a version is new.</summary>
public sealed class DatasetBuildTests
{
    [Fact]
    public async Task UnchangedContent_OnAnotherDay_IsTheSameVersionWithTheSameBytes()
    {
        await using var w = await DatasetWorld.CreateAsync(12);
        var first = await w.BuildAsync();
        Assert.Equal((1, 12, true, null), (first.Number, first.Rows, first.IsNew, first.Parent));
        string[] formats = ["chat", "evaluation", "csv", "parquet", "manifest", "croissant", "openlineage"];
        var before = new List<string>();
        foreach (var format in formats)
            before.Add(await w.HashAsync(first.Dataset, "1", format));

        w.Clock.Advance(TimeSpan.FromDays(3));
        var again = await w.BuildAsync(policy: null);
        Assert.Equal((1, first.Identity, false), (again.Number, again.Identity, again.IsNew));
        var after = new List<string>();
        foreach (var format in formats)
            after.Add(await w.HashAsync(first.Dataset, "1", format));
        Assert.Equal(before, after);
        Assert.Equal("same", (await w.VerifyAsync(first.Dataset, "1")).Result);
        var rebuilt = await w.Service.RebuildAsync(w.World.Lead, first.Dataset, "1");
        Assert.Equal((1, false), (rebuilt.Value.Number, rebuilt.Value.IsNew));
        Assert.Equal(1, await w.World.Fixture.QueryAsync(db => db.DatasetVersions.CountAsync()));
    }

    [Fact]
    public async Task NewLabel_IsANewVersion_AndTheOldOneStays()
    {
        await using var w = await DatasetWorld.CreateAsync(6);
        var first = await w.BuildAsync();
        var bytes = await w.HashAsync(first.Dataset, "1", "chat");
        await w.SendAsync("late", "a late question", "a late answer");
        await w.LabelAsync(("late", "quality", "yes"), ("d0", "fix", "a better answer"));
        w.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await w.BuildAsync();
        Assert.Equal((2, 7, true, 1), (second.Number, second.Rows, second.IsNew, second.Parent));
        Assert.Equal(bytes, await w.HashAsync(first.Dataset, "1", "chat"));
        var difference = (await w.Service.DifferenceAsync(w.World.Lead, first.Dataset, "1", "latest")).Value;
        Assert.Equal(["late"], difference.Added);
        Assert.Equal(["d0"], difference.Changed);
        Assert.Equal((0, 5, 0, false), (difference.RemovedCount, difference.Same, difference.MovedCount, difference.PolicyChanged));
    }

    [Fact]
    public async Task Corrections_BecomePairs_AndChatsLearnFromThem()
    {
        await using var w = await DatasetWorld.CreateAsync(3);
        await w.LabelAsync(("d1", "fix", "a better answer"));
        var pairs = await w.BuildAsync("""{"kind":"preference","splits":[{"name":"train","share":1}]}""", "pairs");
        Assert.Equal(
            """{"input":{"messages":[{"role":"user","content":"question 1"}]},"preferred_output":[{"role":"assistant","content":"a """
                + """better answer"}],"non_preferred_output":[{"role":"assistant","content":"answer 1"}]}"""
                + "\n",
            await w.ExportAsync(pairs.Dataset, "1", "preference")
        );
        // A response that labelers call a failure is not learned from.
        await w.LabelAsync(("d2", "quality", "no"));
        var chats = await w.BuildAsync("""{"splits":[{"name":"train","share":1}]}""", "chats");
        var lines = (await w.ExportAsync(chats.Dataset, "1", "chat")).TrimEnd('\n').Split('\n');
        Assert.Equal(
            ["answer 0", "a better answer"],
            lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("messages")[1].GetProperty("content").GetString())
        );
        Assert.Contains("chat", (await w.Service.ExportAsync(w.World.Lead, chats.Dataset, "1", "preference", null)).Problems[0].Message);
    }

    [Fact]
    public async Task GoldenItems_AndTheirTasks_AreInNoSplit()
    {
        await using var w = await DatasetWorld.CreateAsync(8);
        await w.SendAsync("sibling", "another turn", "another answer", task: "task-d3");
        await w.LabelAsync(("sibling", "quality", "yes"));
        w.Clock.Advance(TimeSpan.FromMinutes(1));
        await w.World.GoldAsync("d3");
        var built = await w.BuildAsync();
        var manifest = await w.ExportAsync(built.Dataset, "1", "manifest");
        Assert.Equal(7, built.Rows);
        Assert.DoesNotContain("\"d3\"", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain("\"sibling\"", manifest, StringComparison.Ordinal);
        Assert.Contains(built.Report.Steps, s => s is { Name: "no golden item of a gate", Removed: 2, Left: 7 });

        // An item that becomes golden after the build is reported, and is not in the next build.
        await w.World.GoldAsync("d5");
        Assert.Equal(["d5"], (await w.VerifyAsync(built.Dataset, "1")).GoldenSince);
        Assert.Equal(6, (await w.BuildAsync()).Rows);
    }

    [Fact]
    public async Task TwoBuildsAtOnce_PublishOneVersion()
    {
        await using var w = await DatasetWorld.CreateAsync(5);
        var builds = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => w.BuildAsync()));
        Assert.Single(builds.Select(b => (b.Number, b.Identity)).Distinct());
        Assert.Single(builds, b => b.IsNew);
        Assert.Equal(1, await w.World.Fixture.QueryAsync(db => db.DatasetVersions.CountAsync()));
        Assert.Equal(5, await w.World.Fixture.QueryAsync(db => db.DatasetItems.CountAsync()));
    }

    [Fact]
    public async Task PolicyThatSelectsNothing_IsRefused_WithTheStepThatRemovedTheLast()
    {
        await using var w = await DatasetWorld.CreateAsync(2);
        var refused = await w.TryBuildAsync("""{"countries":["AQ"]}""");
        Assert.Equal(ErrorKind.Conflict, refused.Error!.Kind);
        Assert.Equal(
            "The policy selects nothing: 2 interactions in the period are labeled, and the step 'countries' removed the last 2.",
            refused.Message
        );
        Assert.Contains(
            "no interaction from 2020-01-01",
            (await w.TryBuildAsync("""{"from":"2020-01-01T00:00:00Z","to":"2020-02-01T00:00:00Z"}""")).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("first build needs a policy", (await w.TryBuildAsync(null)).Message, StringComparison.Ordinal);
        Assert.Equal(0, await w.World.Fixture.QueryAsync(db => db.Datasets.CountAsync()));
    }

    [Theory]
    [InlineData("""{"kind":"poem"}""", "policy")]
    [InlineData("""{"no_such":1}""", "policy")]
    [InlineData("[", "policy")]
    [InlineData("""{"splits":[{"name":"train","share":0.5}]}""", "splits")]
    [InlineData("""{"consent":[]}""", "consent")]
    [InlineData("""{"domain":"eu"}""", "domain")]
    [InlineData("""{"label_sources":["rumor"]}""", "label_sources")]
    [InlineData("""{"min_certainty":2}""", "min_certainty")]
    [InlineData("""{"days":0}""", "days")]
    [InlineData("""{"to":"0001-01-01T00:00:00Z"}""", "to")]
    public async Task InvalidPolicy_IsRefused_AtItsProperty(string policy, string field)
    {
        await using var w = await DatasetWorld.CreateAsync(0);
        var refused = await w.TryBuildAsync(policy);
        Assert.Equal(ErrorKind.Invalid, refused.Error!.Kind);
        Assert.Equal(field, Assert.Single(refused.Problems).Field);
    }

    [Fact]
    public async Task InteractionWithoutConsent_IsInNoDataset()
    {
        await using var w = await DatasetWorld.CreateAsync(2);
        await w.SendAsync("none", "q", "a", consent: null);
        await w.SendAsync("other", "r", "b", consent: "analytics");
        await w.SendAsync("both", "s", "c", consent: "analytics, Training");
        await w.LabelAsync(("none", "quality", "yes"), ("other", "quality", "yes"), ("both", "quality", "yes"));
        w.Clock.Advance(TimeSpan.FromMinutes(1));
        var built = await w.BuildAsync();
        Assert.Equal(3, built.Rows);
        Assert.Contains(built.Report.Steps, s => s is { Name: "consent of the interaction", Removed: 2 });
    }

    [Fact]
    public async Task SameInput_InSeveralTasks_IsKeptOnce_OrStopsTheBuildAsLeakage()
    {
        await using var w = await DatasetWorld.CreateAsync(1);
        for (var n = 0; n < 20; n++)
        {
            await w.SendAsync($"same{n}", "the same question", $"answer {n}");
            await w.LabelAsync(($"same{n}", "quality", "yes"));
        }

        w.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, (await w.BuildAsync()).Rows);
        var refused = await w.TryBuildAsync("""{"dedupe":false}""");
        Assert.Contains("1 input is in several splits", refused.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.Conflict, refused.Error!.Kind);
    }

    [Fact]
    public async Task MessagesOfTools_LeaveTheInteractionOut_OrAreSkipped()
    {
        await using var w = await DatasetWorld.CreateAsync(1);
        const string messages = ""","messages":[{"role":"user","content":"where is it"},{"role":"tool","content":"{}"}]""";
        await w.SendAsync("tool", "where is it", "on its way", more: messages);
        await w.LabelAsync(("tool", "quality", "yes"));
        w.Clock.Advance(TimeSpan.FromMinutes(1));
        var without = await w.BuildAsync();
        Assert.Equal(1, without.Rows);
        Assert.Contains("1 left out: a message of a tool or another role.", without.Report.Warnings);
        var skipped = await w.BuildAsync("""{"skip_tool_messages":true,"splits":[{"name":"train","share":1}]}""", "skipped");
        Assert.Equal(2, skipped.Rows);
        Assert.Contains(
            """[{"role":"user","content":"where is it"},{"role":"assistant","content":"on its way"}]""",
            await w.ExportAsync(skipped.Dataset, "1", "chat"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task PersonalDataThatAreLeft_StopTheBuild_OrAreLeftOut()
    {
        await using var w = await DatasetWorld.CreateAsync(2);
        await w.World.Fixture.QueryAsync(db =>
        {
            db.RedactionSettings.Add(
                new RedactionSetting
                {
                    TenantId = w.World.Workflow.TenantId,
                    WorkflowId = w.World.Workflow.Id,
                    Definition = new RedactionDefinition { Kinds = [] }.ToJson(),
                }
            );
            return db.SaveChangesAsync();
        });
        await w.SendAsync("mail", "I am anna@x.org", "hello");
        await w.LabelAsync(("mail", "quality", "yes"));
        w.Clock.Advance(TimeSpan.FromMinutes(1));
        var refused = await w.TryBuildAsync("{}");
        Assert.StartsWith("Personal data are left in 1 row, such as 'mail' (email).", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("anna", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await w.BuildAsync("""{"drop_personal_data":true}""")).Rows);
    }

    [Fact]
    public async Task OtherTenant_SeesNothing()
    {
        await using var w = await DatasetWorld.CreateAsync(2);
        var built = await w.BuildAsync();
        var other = new PersonAccess(0, "other", [new Grant(Role.Lead, w.World.Workflow.TenantId + 1000, null)]);
        var labeler = new PersonAccess(0, "lena", [new Grant(Role.Labeler, w.World.Workflow.TenantId, null)]);
        foreach (var access in new[] { other, labeler })
        {
            Assert.Empty(await w.Service.ListAsync(access));
            Assert.Null(await w.Service.FindAsync(access, built.Dataset));
            Assert.Empty(await w.Service.UsesAsync(access, "d0"));
            ErrorKind[] refused =
            [
                (await w.Service.VersionAsync(access, built.Dataset, "1")).Error!.Kind,
                (await w.Service.VerifyAsync(access, built.Dataset, "1")).Error!.Kind,
                (await w.Service.RebuildAsync(access, built.Dataset, "1")).Error!.Kind,
                (await w.Service.ExportAsync(access, built.Dataset, "1", "chat", null)).Error!.Kind,
                (await w.Service.DifferenceAsync(access, built.Dataset, "1", "1")).Error!.Kind,
                (await w.Service.MoveAliasAsync(access, built.Dataset, "best", 1)).Error!.Kind,
                (await w.Service.BuildAsync(access, null, w.World.Workflow.Key, "set", "{}")).Error!.Kind,
            ];
            Assert.All(refused, kind => Assert.Equal(ErrorKind.NotFound, kind));
        }

        Assert.Single(await w.Service.ListAsync(w.World.Lead));
    }
}

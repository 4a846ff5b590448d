using Microsoft.EntityFrameworkCore;

namespace TriageConsole.Tests.Labeling;

/// <summary>No content of an item blocks the queue, including content that older versions stored.</summary>
public sealed class UnusualContentTests
{
    private static readonly (string? Messages, string? Context)[] Odd =
    [
        (
            @"[{""role"":""user"",""content"":""half \ud83d""}]",
            @"{""metadata"":{""\udc00"":""\ud800""},""retrieval_ids"":[""\ud83d"",7,null,{""id"":1}]}"
        ),
        ("{broken", "[1,2"),
        (new string('[', 300) + new string(']', 300), "{\"metadata\":" + new string('[', 120) + new string(']', 120) + "}"),
        (
            @"[null,7,""words"",[],{},{""role"":7,""content"":{""role"":[]}},{""role"":""assistant"",""tool_calls"":[null,1,{}]}]",
            "\"text\""
        ),
        (@"{""role"":""user"",""content"":[[[""deep""]]]}", @"{""metadata"":7,""documents"":[null,1,{}]}"),
        ("[]", "{}"),
        (null, null),
    ];

    [Fact]
    public async Task EveryItem_WithAnyStoredContent_IsLeasedAndSubmitted()
    {
        await using var w = await LabelingWorld.CreateAsync(items: Odd.Length);
        await using (var db = w.CreateContext())
        {
            foreach (
                var (payload, n) in (await db.InteractionPayloads.OrderBy(p => p.InteractionId).ToListAsync()).Select((p, n) => (p, n))
            )
                (payload.Messages, payload.Context) = Odd[n];
            await db.SaveChangesAsync();
        }

        var hand = await w.HireAsync("ada");
        for (var n = 0; n < Odd.Length; n++)
        {
            var item = await hand.TakeAsync();
            Assert.False(item.Content.IsUnreadable);
            Assert.StartsWith("answer", item.Content.Answer, StringComparison.Ordinal);
            Assert.True((await hand.SkipAsync(item, "Broken or empty")).Ok);
        }
    }
}

using System.Text.RegularExpressions;
using TriageConsole.Features.Demo;

namespace TriageConsole.Tests.Demo;

/// <summary>The invented conversations make sense.</summary>
public sealed partial class DemoTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private static List<DemoEvent> Support { get; } =
    [
        .. Enumerable
            .Range(0, 900)
            .SelectMany(n => SimulatedTraffic.Of(SimulatedTraffic.SlotOf(Now) + n))
            .Where(u => u.Workflow == DemoTraffic.Support)
            .Select(u => SimulatedTraffic.Tell(u, new DemoVersion("support-2026.06", "support-v3"))),
    ];

    [Fact]
    public void Products_FitTheirQuestions()
    {
        AssertProducts("switch on", ProductKind.Device);
        AssertProducts("leg of", ProductKind.Furniture);
        AssertProducts("fit our room", ProductKind.Furniture);
        AssertProducts("seam", ProductKind.Bag);
    }

    [Fact]
    public void Texts_HaveNoPlaceholder()
    {
        var texts = Support.SelectMany(e => e.Messages.Select(m => m.Content).Append(e.Output)).ToList();
        Assert.DoesNotContain(texts, t => Placeholder().IsMatch(t));
        Assert.All(Support.Select(e => e.Messages), m => Assert.True(m.Count >= 4));
    }

    /// <summary>The old rule has an error only after 14 days.</summary>
    [Fact]
    public void OldReturnRule_RefusesOnlyOrdersBetween15And28Days()
    {
        var days = Support
            .SelectMany(e => e.Messages)
            .Select(m => DaysAgo().Match(m.Content))
            .Where(m => m.Success)
            .Select(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))
            .ToList();
        Assert.NotEmpty(days);
        Assert.All(days, d => Assert.InRange(d, 15, 28));
    }

    [Fact]
    public void Assistant_DoesNotAskForAnOrderNumberThatWasGiven() =>
        Assert.All(
            Support.Where(e => OrderNumber().IsMatch(e.Input)),
            e => Assert.DoesNotContain(e.Messages, m => SupportTexts.AskForOrder.Contains(m.Content))
        );

    [Fact]
    public void EveryGoodAnswer_IsAnAnswerToItsOwnQuestion()
    {
        var cases = SupportIntents
            .All.SelectMany(i => i.Cases)
            .Select(c => (c.Good, Asked: Template(c.Question), Answered: Template(c.Good)))
            .ToList();
        foreach (var e in Support)
        {
            var asked = cases.Single(c => c.Asked.IsMatch(e.Input));
            Assert.DoesNotContain(cases, c => c.Good != asked.Good && e.Messages.Any(m => c.Answered.IsMatch(m.Content)));
        }
    }

    private static void AssertProducts(string words, ProductKind kind)
    {
        var questions = Support.Where(e => e.Input.Contains(words, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(questions);
        var others = SupportTexts.Products.Where(p => p.Kind != kind).Select(p => p.Name).ToList();
        Assert.DoesNotContain(questions, e => others.Exists(p => e.Input.Contains(p, StringComparison.Ordinal)));
    }

    private static Regex Template(string text) =>
        new("^" + Placeholder().Replace(Regex.Escape(text).Replace("}", "\\}", StringComparison.Ordinal), ".+?") + "$");

    [GeneratedRegex(@"\\?\{(order|product|price|name|days|date)\\?\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"ends 14 days after delivery, and your .* arrived (\d+) days ago")]
    private static partial Regex DaysAgo();

    [GeneratedRegex(@"\bA\d{8}\b")]
    private static partial Regex OrderNumber();
}

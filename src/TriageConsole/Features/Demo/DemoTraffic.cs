using System.Text.Json;
using Bogus;

namespace TriageConsole.Features.Demo;

/// <summary>
/// Two weeks of simulated traffic of three workflows, as lines of the event contract. The same day always gives the same lines.
/// Failures are planted, so that there is something to find (docs/operating.md lists them):
/// <list type="bullet">
/// <item>support.chat: prompt <c>support-v3</c> answers refund questions from Germany with an old 14-day rule instead of 30 days.</item>
/// <item>rag.answers: the index snapshot <c>kb-snapshot-42</c> contains superseded documents again, and answers cite them correctly.</item>
/// <item>code.review: the model version <c>reviewer-2.1</c> loses the end of long diffs and comments on code that it has not seen.</item>
/// </list>
/// Besides these, every workflow fails sometimes, users are noisy, and a few requests end in an error.
/// </summary>
internal static class DemoTraffic
{
    public const int Interactions = 3000;
    public const string Tenant = "demo";

    /// <summary>The beginning of the trace ids of the history.</summary>
    public const string Prefix = "demo-";

    public const string Support = "support.chat";
    public const string Rag = "rag.answers";
    public const string Code = "code.review";
    private const int Days = 14;
    private const int Seed = 20_260;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    public static IEnumerable<byte[]> Lines(DateTimeOffset now)
    {
        var faker = new Faker("en") { Random = new Randomizer(Seed) };
        var end = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        for (var n = 0; n < Interactions; n++)
        {
            var moment = new DemoMoment(n, At(faker, end, n), faker);
            var e = (n % 20) switch
            {
                < 10 => SupportScenario.Tell(moment, SupportScenario.History(moment)),
                < 16 => RagScenario.Tell(moment, RagScenario.History(moment)),
                _ => CodeScenario.Tell(moment, CodeScenario.History(moment)),
            };
            yield return Line(e);
            // One outcome in five is known only later and arrives as a separate event.
            if (e.LateOutcome is { } late)
                yield return Line(late);
            if (e.Click is { } click)
                yield return Line(click);
        }
    }

    /// <summary>An event as a line of the contract.</summary>
    public static byte[] Line<T>(T e) => JsonSerializer.SerializeToUtf8Bytes(e, Json);

    public static string TraceId(string workflow, string prefix, int number) =>
        workflow switch
        {
            Support => $"{prefix}-sup-{number:D5}",
            Rag => $"{prefix}-rag-{number:D5}",
            _ => $"{prefix}-code-{number:D5}",
        };

    /// <summary>The cost in US dollars of an interaction with this number of characters.</summary>
    public static double Cost(int characters, double perCharacter) => Math.Round(characters * perCharacter, 5);

    /// <summary>Mostly in working hours, fewer on weekends; at a constant rate over the two weeks.</summary>
    private static DateTimeOffset At(Faker faker, DateTimeOffset end, int n)
    {
        var day = end.AddDays(-Days + (double)n / Interactions * Days).Date;
        // This random number is also drawn on working days, so that the failures do not depend on the start day of the demo.
        var moved = faker.Random.Bool(0.6f);
        if (moved && (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday))
            day = day.AddDays(day.DayOfWeek == DayOfWeek.Saturday ? -1 : -2);
        var hour = Math.Clamp(13 + ((faker.Random.Double() + faker.Random.Double() + faker.Random.Double() - 1.5) * 8), 0, 23.9);
        return new DateTimeOffset(day, TimeSpan.Zero).AddSeconds((int)(hour * 3600) + faker.Random.Number(0, 300));
    }
}

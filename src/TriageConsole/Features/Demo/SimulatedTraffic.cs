using Bogus;

namespace TriageConsole.Features.Demo;

/// <summary>
/// What happens in each slot of 20 seconds: about five interactions a minute of the support assistant, three of the handbook assistant, two
/// of the code reviewer. The same slot always has the same users, questions and reactions; the answer depends on the release that serves.
/// </summary>
internal static class SimulatedTraffic
{
    public const string Prefix = "live";
    public const string ShadowPrefix = "shadow";

    /// <summary>Slots from an interaction to the feedback of its user.</summary>
    public const int FeedbackSlots = 4;

    private const int SlotSeconds = 20;
    private const int Seed = 20_261;

    /// <summary>Slots from an interaction to its outcome: 3, 15 or 30 minutes.</summary>
    private static readonly int[] OutcomeSlots = [9, 45, 90];

    private static readonly ThreadLocal<Faker> FakerOfThread = new(() => new Faker("en"));

    public static readonly string[] Workflows = [DemoTraffic.Support, DemoTraffic.Rag, DemoTraffic.Code];

    public static long SlotOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / SlotSeconds;

    public static long SlotsIn(TimeSpan time) => (long)(time.TotalSeconds / SlotSeconds);

    /// <summary>The interactions of a slot. The number is unique in its workflow.</summary>
    public static IEnumerable<SimulatedUnit> Of(long slot)
    {
        var number = checked((int)(slot * 2));
        yield return new(DemoTraffic.Support, number, slot);
        if (slot % 3 != 2)
            yield return new(DemoTraffic.Support, number + 1, slot);
        yield return new(DemoTraffic.Rag, number, slot);
        if (slot % 3 != 1)
            yield return new(DemoTraffic.Code, number, slot);
    }

    /// <summary>The interactions whose users react in a slot.</summary>
    public static IEnumerable<SimulatedUnit> FeedbackIn(long slot) => Of(slot - FeedbackSlots);

    /// <summary>The interactions whose outcome becomes known in a slot.</summary>
    public static IEnumerable<SimulatedUnit> OutcomesIn(long slot) =>
        OutcomeSlots.SelectMany((delay, index) => Of(slot - delay).Where(u => u.Slot % OutcomeSlots.Length == index));

    public static DateTimeOffset TimeOf(SimulatedUnit unit) => StartOf(unit.Slot).AddSeconds(unit.Number * 7 % SlotSeconds);

    public static DateTimeOffset StartOf(long slot) => DateTimeOffset.FromUnixTimeSeconds(slot * SlotSeconds);

    /// <summary>The interaction with its feedback and outcome, as this version answers it.</summary>
    public static DemoEvent Tell(SimulatedUnit unit, DemoVersion version, string prefix = Prefix)
    {
        // Creating it takes milliseconds, because it reads its texts.
        var faker = FakerOfThread.Value!;
        faker.Random = new Randomizer(HashOf(unit));
        var moment = new DemoMoment(unit.Number, TimeOf(unit), faker) { Prefix = prefix };
        return unit.Workflow switch
        {
            DemoTraffic.Support => SupportScenario.Tell(moment, version),
            DemoTraffic.Rag => RagScenario.Tell(moment, version),
            _ => CodeScenario.Tell(moment, version),
        };
    }

    /// <summary>Stable on every machine, unlike the hash code of a string.</summary>
    private static int HashOf(SimulatedUnit unit) =>
        unchecked((unit.Number * 31 + Array.IndexOf(Workflows, unit.Workflow)) * (int)2_654_435_761 ^ Seed);
}

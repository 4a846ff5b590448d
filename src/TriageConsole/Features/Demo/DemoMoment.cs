using Bogus;

namespace TriageConsole.Features.Demo;

/// <summary>The number and time of the current interaction, and its random generator.</summary>
internal sealed record DemoMoment(int Number, DateTimeOffset At, Faker Faker)
{
    public Randomizer Dice => Faker.Random;

    /// <summary>The beginning of the trace id. It separates the history, the simulated traffic and its shadow responses.</summary>
    public string Prefix { get; init; } = "demo";

    /// <summary>Position in the two weeks: 0 at the start, 1 at the end.</summary>
    public double Progress => (double)Number / DemoTraffic.Interactions;

    public T Pick<T>(IReadOnlyList<T> items) => items[Dice.Number(0, items.Count - 1)];

    public bool Chance(double p) => Dice.Double() < p;

    /// <summary>One of 240 returning users of a workflow.</summary>
    public string User(string workflow) => $"u-{workflow[..3]}-{Dice.Number(1, 240):D4}";
}

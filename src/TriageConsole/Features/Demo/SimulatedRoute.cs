namespace TriageConsole.Features.Demo;

/// <summary>The version that serves a unit, and the one that answers it as a shadow, if any.</summary>
internal sealed record SimulatedRoute(DemoVersion Served, DemoVersion? Shadow);

namespace TriageConsole.Core.Routing;

/// <summary>One of the releases that share the traffic.</summary>
/// <param name="Salt">Unique and permanent id of the arm. Units keep their arm as long as the salt stays the same.</param>
/// <param name="Weight">Share of the traffic, on any scale. An arm with weight 0 gets no traffic.</param>
public readonly record struct RoutingArm(string Salt, double Weight);

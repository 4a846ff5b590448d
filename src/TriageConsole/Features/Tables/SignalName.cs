namespace TriageConsole.Features.Tables;

/// <summary>A kind of signal that occurs in the table.</summary>
/// <param name="Type">explicit, implicit, outcome, system, human or derived.</param>
/// <param name="Name">The name from the sender.</param>
/// <param name="HasText">Whether it has text values.</param>
internal sealed record SignalName(string Type, string Name, bool HasText);

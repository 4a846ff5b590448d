using TriageConsole.Core.Retrieval;

namespace TriageConsole.Features.Retrieval;

/// <summary>A document that was clicked or cited for an answer, with its weight.</summary>
internal sealed record ChosenDocument(LoggedAnswer Of, RankedDocument Document, string Signal, double Propensity, double Weight);

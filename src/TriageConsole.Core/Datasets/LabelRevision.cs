namespace TriageConsole.Core.Datasets;

/// <summary>A label that a row was made from.</summary>
/// <param name="LabelId">Id of the label. Every revision is stored as a label with its own, higher id.</param>
/// <param name="Revision">Number of the revision, from 1.</param>
public readonly record struct LabelRevision(long LabelId, int Revision);

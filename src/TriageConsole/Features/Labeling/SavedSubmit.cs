namespace TriageConsole.Features.Labeling;

/// <summary>A stored submit.</summary>
public sealed record SavedSubmit(SubmitStatus Status, long? LabelId = null);

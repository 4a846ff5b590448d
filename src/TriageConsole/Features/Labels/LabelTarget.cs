namespace TriageConsole.Features.Labels;

/// <summary>What a label is about, if it is not the whole interaction.</summary>
/// <param name="MessageIndex">Zero-based index into the messages of the interaction.</param>
public sealed record LabelTarget(int MessageIndex);

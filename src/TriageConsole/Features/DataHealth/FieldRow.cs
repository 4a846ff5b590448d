namespace TriageConsole.Features.DataHealth;

/// <summary>What is held of an interaction beside its cells in the columns of <see cref="FieldTable"/>.</summary>
/// <param name="Timestamp">Time of the event.</param>
/// <param name="TimeIsReal">False if the time of the event is not known.</param>
/// <param name="ReceivedAt">Time of arrival.</param>
/// <param name="Versions">Sender and versions.</param>
/// <param name="ServedModel">The model that answered, if the event names it.</param>
/// <param name="DeclaredModel">The attribute <c>declared_llm</c>, if the event names the model that answered.</param>
internal sealed record FieldRow(
    DateTimeOffset Timestamp,
    bool TimeIsReal,
    DateTimeOffset ReceivedAt,
    SenderVersions Versions,
    string? ServedModel,
    string? DeclaredModel
);

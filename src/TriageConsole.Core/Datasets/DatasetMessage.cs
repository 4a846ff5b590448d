namespace TriageConsole.Core.Datasets;

/// <summary>One message of a conversation.</summary>
/// <param name="Role">One of <see cref="RowValidation.Roles"/>.</param>
/// <param name="Content">The text.</param>
/// <param name="Weight">
/// For fine-tuning, on messages of the assistant: 1 if the model learns from the message, 0 if not; null leaves it to the service, which
/// learns from all of them. Services take no other weights.
/// </param>
public sealed record DatasetMessage(string Role, string Content, int? Weight = null);

namespace TriageConsole.Features.Datasets;

/// <summary>The consent of an end user to training.</summary>
/// <param name="UserId">The user_id in events.</param>
/// <param name="Withdrawn">True if the consent is withdrawn, false if it is given again.</param>
public sealed record ConsentBody(string? UserId, bool? Withdrawn);

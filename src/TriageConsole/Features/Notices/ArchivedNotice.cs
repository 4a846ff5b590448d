namespace TriageConsole.Features.Notices;

/// <summary>A notice in the list of all of them.</summary>
public sealed record ArchivedNotice(long Id, string Text, string Link, DateTimeOffset CreatedAt, bool IsRead);

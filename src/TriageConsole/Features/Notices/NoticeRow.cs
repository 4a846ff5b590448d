namespace TriageConsole.Features.Notices;

/// <summary>A notice as its recipient sees it.</summary>
public sealed record NoticeRow(long Id, string Text, string Link, DateTimeOffset CreatedAt);

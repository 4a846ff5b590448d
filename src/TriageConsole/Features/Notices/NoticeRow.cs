namespace TriageConsole.Features.Notices;

/// <summary>A notice as its person sees it.</summary>
public sealed record NoticeRow(long Id, string Text, string Link, DateTimeOffset CreatedAt);

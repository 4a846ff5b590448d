namespace TriageConsole.Features.Outcomes;

/// <summary>Two chosen periods of whole days (UTC). The ends are exclusive.</summary>
public sealed record ComparedPeriods(DateTimeOffset NowFrom, DateTimeOffset NowTo, DateTimeOffset BeforeFrom, DateTimeOffset BeforeTo);

using TriageConsole.Core.Common;

namespace TriageConsole.Features.Releases.Freezes;

/// <summary>
/// A new freeze. workflow: missing for all workflows of the tenant. time_zone: an IANA id, by default UTC. Either the local times from and
/// to (<c>2026-12-23T18:00</c>); or every week first_day (<c>friday</c>) at first_time (<c>18:00</c>) to last_day at last_time.
/// </summary>
public sealed record FreezeBody(
    string? Workflow,
    string? Name,
    string? TimeZone,
    string? From,
    string? To,
    string? FirstDay,
    string? FirstTime,
    string? LastDay,
    string? LastTime
)
{
    internal Result<NewFreeze> Read()
    {
        string?[] weekly = [FirstDay, FirstTime, LastDay, LastTime];
        var isWeekly = weekly.Any(t => t is not null);
        if (isWeekly == (From is not null || To is not null))
            return Error.Invalid("Send either from and to, or first_day, first_time, last_day and last_time of a weekly freeze.");
        if (isWeekly && (DayOf(FirstDay), DayOf(LastDay)) is not ({ }, { }))
            return Error.Invalid("first_day and last_day must be days of the week, such as friday.");
        return Result.Done(
            "",
            new NewFreeze
            {
                Name = Name ?? "",
                IsOfTenant = Workflow is null,
                TimeZone = TimeZone ?? "UTC",
                IsWeekly = isWeekly,
                From = From ?? "",
                To = To ?? "",
                FirstDay = DayOf(FirstDay) ?? default,
                FirstTime = FirstTime ?? "",
                LastDay = DayOf(LastDay) ?? default,
                LastTime = LastTime ?? "",
            }
        );
    }

    private static DayOfWeek? DayOf(string? text) =>
        Enum.GetValues<DayOfWeek>()
            .Where(d => string.Equals($"{d}", text?.Trim(), StringComparison.OrdinalIgnoreCase))
            .Select(d => (DayOfWeek?)d)
            .FirstOrDefault();
}

using System.Globalization;

namespace TriageConsole.Components;

/// <summary>Formats times: relative in words, and exact for tooltips.</summary>
public static class Times
{
    public static string Ago(DateTimeOffset then, DateTimeOffset now)
    {
        var span = now - then;
        if (span < TimeSpan.Zero)
            return span > TimeSpan.FromSeconds(-45)
                ? string.Create(CultureInfo.InvariantCulture, $"in {-span.TotalSeconds:0} s")
                : "in " + Span(-span);
        return span < TimeSpan.FromSeconds(45) ? "just now" : Span(span) + " ago";
    }

    public static string Exact(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Span(TimeSpan span) =>
        span switch
        {
            { TotalSeconds: < 90 } => "1 minute",
            { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} minutes"),
            { TotalHours: < 1.5 } => "1 hour",
            { TotalHours: < 24 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} hours"),
            { TotalDays: < 1.5 } => "1 day",
            { TotalDays: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0} days"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays / 30.4:0} months"),
        };
}

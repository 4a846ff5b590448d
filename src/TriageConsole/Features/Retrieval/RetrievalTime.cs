using TriageConsole.Core.Common;

namespace TriageConsole.Features.Retrieval;

/// <summary>The time whose interactions are read, in UTC; the end is excluded.</summary>
public readonly record struct RetrievalTime(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The longest time: the figures are computed when they are asked for.</summary>
    public const int MaxDays = 90;

    /// <summary>The time without a choice.</summary>
    public const int StandardDays = 28;

    public static RetrievalTime Last(int days, DateTimeOffset now) => new(now.AddDays(-Math.Clamp(days, 1, MaxDays)), now);

    /// <summary>The time between two moments; without them the last 28 days before the end or now.</summary>
    public static Result<RetrievalTime> Between(DateTimeOffset? from, DateTimeOffset? to, DateTimeOffset now)
    {
        var end = to ?? now;
        var start = from ?? end.AddDays(-StandardDays);
        if (start >= end)
            return Error.Invalid("from must be before to.");
        return end - start > TimeSpan.FromDays(MaxDays)
            ? Error.Invalid($"The period has at most {MaxDays} days.")
            : Result.Done("", new RetrievalTime(start, end));
    }
}

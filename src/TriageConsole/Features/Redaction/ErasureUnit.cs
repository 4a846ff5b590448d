using TriageConsole.Data;

namespace TriageConsole.Features.Redaction;

/// <summary>One transaction of the erasure of a user, with the counts of the whole erasure.</summary>
/// <param name="Db">A context with an open transaction.</param>
/// <param name="TenantId">The tenant.</param>
/// <param name="UserId">The user id as it is stored.</param>
/// <param name="Counts">What was removed, by name of the kind of rows.</param>
public sealed record ErasureUnit(TriageDbContext Db, long TenantId, string UserId, SortedDictionary<string, long> Counts)
{
    /// <summary>Names of stored export files that have rows of the user.</summary>
    public SortedSet<string> Exports { get; } = new(StringComparer.Ordinal);

    public void Count(string what, long rows)
    {
        if (rows > 0)
            Counts[what] = Counts.GetValueOrDefault(what) + rows;
    }
}

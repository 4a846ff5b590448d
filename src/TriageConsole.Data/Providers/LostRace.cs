namespace TriageConsole.Data.Providers;

/// <summary>Statements that are done again after a lost race: a unique index was met, or the server gave this transaction up for another.</summary>
internal static class LostRace
{
    /// <summary>More than this is a fault worth telling.</summary>
    private const int MaxTries = 5;

    /// <summary>Does the work, again at once after a unique violation, and after a short pause of random length after a deadlock.</summary>
    public static async Task<T> AgainAsync<T>(IProviderStatements statements, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (Exception e) when (attempt < MaxTries && (statements.IsUniqueViolation(e) || statements.IsDeadlock(e)))
            {
                // Two that gave way to each other would otherwise meet again.
                if (statements.IsDeadlock(e))
                    await Task.Delay(Random.Shared.Next(1, 20 * attempt), cancellationToken);
            }
        }
    }
}

using TriageConsole.Data.Interactions;

namespace TriageConsole.Data.Providers;

public partial interface IProviderStatements
{
    /// <summary>Whether a search in texts reads every text, so that it needs a time range.</summary>
    bool SearchReadsEveryText { get; }

    /// <summary>Interactions whose input or output contains the words.</summary>
    IQueryable<Interaction> WithWords(TriageDbContext db, IQueryable<Interaction> rows, string words);
}

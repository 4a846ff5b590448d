namespace TriageConsole.Features.Tables;

/// <summary>A column of the wide table.</summary>
/// <param name="Name">Its name in files. It never changes: see docs/wide-table.md.</param>
/// <param name="Title">Its heading on the page.</param>
/// <param name="Kind">The type of its values.</param>
public sealed record TableColumn(string Name, string Title, TableValueKind Kind);

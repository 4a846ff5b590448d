namespace TriageConsole.Components.Lists;

/// <summary>A saved view in the menu of a list.</summary>
/// <param name="Id">The id of the view.</param>
/// <param name="Name">Its name.</param>
/// <param name="Query">The query of its address, without the question mark.</param>
/// <param name="Owner">Who saved it.</param>
/// <param name="IsOwn">Whether the current person saved it.</param>
/// <param name="Team">The tenant that it is shared with; null if it is not shared.</param>
public sealed record SavedViewRow(long Id, string Name, string Query, string Owner, bool IsOwn, string? Team);

using TriageConsole.Data.Tables;

namespace TriageConsole.Features.Tables;

/// <summary>An open file of a scheduled export.</summary>
public sealed record TableFile(string Name, TableFormat Format, Stream Content);

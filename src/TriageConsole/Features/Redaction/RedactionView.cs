namespace TriageConsole.Features.Redaction;

/// <summary>The settings that apply, and the version of their own row; −1 if they come from the tenant or the defaults.</summary>
public sealed record RedactionView(RedactionDefinition Definition, int RowVersion);

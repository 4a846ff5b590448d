namespace TriageConsole.Features.Demo;

internal sealed record CodeFinding(string Title, string Language, string File, string Diff, string Around, string Comment);

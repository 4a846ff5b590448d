namespace TriageConsole.Features.Demo;

internal sealed record SupportProduct(string Name, decimal Price, ProductKind Kind);

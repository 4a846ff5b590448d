using System.Text.Json;

namespace TriageConsole.Cli.Imports;

/// <summary>What a span or observation says about its trace, if it is the root or a call of a model.</summary>
internal readonly record struct ForeignStep(
    DateTimeOffset? Start,
    DateTimeOffset? End,
    JsonElement? Input,
    JsonElement? Output,
    string? Error
);

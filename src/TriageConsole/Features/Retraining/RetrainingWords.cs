using System.Text.Json;
using TriageConsole.Core.Retraining;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Retraining;

namespace TriageConsole.Features.Retraining;

/// <summary>Names of states and kinds, in the API and in words.</summary>
internal static class RetrainingWords
{
    public static string Key<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static string Words<T>(T value)
        where T : struct, Enum => Key(value).Replace('_', ' ');

    public static RepairKind? Repair(string? key) =>
        Enum.GetValues<RepairKind>().Where(r => Key(r) == key?.Trim()).Select(r => (RepairKind?)r).FirstOrDefault();

    public static string Words(RetrainingTrigger trigger) =>
        trigger switch
        {
            RetrainingTrigger.Requested => "requested",
            RetrainingTrigger.Severe => "severe pattern",
            RetrainingTrigger.Growing => "growing pattern",
            RetrainingTrigger.Labels => "enough labels",
            _ => "weekly check",
        };

    public static string Chip(RetrainingState state) =>
        state switch
        {
            RetrainingState.Succeeded => "ok",
            RetrainingState.Failed => "bad",
            RetrainingState.Running => "accent",
            RetrainingState.CancellationRequested => "warn",
            _ => "",
        };

    /// <summary>The kinds of components that a repair improves, the most usual first.</summary>
    public static IReadOnlyList<ComponentKind> KindsOf(RepairKind repair) =>
        repair switch
        {
            RepairKind.Prompt => [ComponentKind.Prompt],
            RepairKind.Retrieval => [ComponentKind.RetrievalConfig, ComponentKind.Reranker, ComponentKind.IndexSnapshot],
            _ => [ComponentKind.FineTune, ComponentKind.Model],
        };
}

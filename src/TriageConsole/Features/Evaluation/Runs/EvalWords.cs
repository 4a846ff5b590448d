using System.Globalization;
using TriageConsole.Core.Evaluation;
using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>Texts for runs on pages.</summary>
internal static class EvalWords
{
    public static string State(EvalRunRow run) =>
        run.IsCancelling
            ? "cancelling"
            : run.State switch
            {
                EvalState.Queued => "queued",
                EvalState.Running => "running",
                EvalState.Finished => "finished",
                EvalState.Failed => "failed",
                _ => "cancelled",
            };

    public static string Chip(EvalRunRow run) =>
        run.State switch
        {
            EvalState.Finished => run.Figures is { LockedRegressions: > 0 } ? "bad"
            : run.Failed > 0 ? "warn"
            : "ok",
            EvalState.Failed => "bad",
            EvalState.Cancelled => "",
            _ => "accent",
        };

    public static string Source(EvalSource source) =>
        source switch
        {
            EvalSource.File => "uploaded file",
            EvalSource.Endpoint => "endpoint",
            _ => "shadow traffic",
        };

    public static string Verdict(bool? pass) =>
        pass switch
        {
            true => "passes",
            false => "fails",
            null => "not decided",
        };

    public static string Chip(bool? pass) =>
        pass switch
        {
            true => "ok",
            false => "bad",
            null => "",
        };

    public static string Kind(EvalResultKind kind) =>
        kind switch
        {
            EvalResultKind.Pass => "passes",
            EvalResultKind.Fail => "fails",
            EvalResultKind.Error => "error",
            _ => "not applicable",
        };

    public static string Chip(EvalResultKind kind) =>
        kind switch
        {
            EvalResultKind.Pass => "ok",
            EvalResultKind.Fail => "bad",
            EvalResultKind.Error => "warn",
            _ => "",
        };

    public static string Rate(PassShare share) => share.Rate is { } rate ? $"{Percent(rate)} ({Interval(share)})" : "no data";

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");

    /// <summary>The 95 % interval, in percent.</summary>
    public static string Interval(PassShare share) => $"{Number(share.Low)}–{Number(share.High)}";

    private static string Number(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#}");

    public static string Points(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:+0.#;−0.#;0}");
}

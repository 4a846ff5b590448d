using System.Text.Json;
using TriageConsole.Core.Datasets;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Datasets;

namespace TriageConsole.Features.Retraining;

/// <summary>
/// A run as run events of OpenLineage: START when its executor started, and COMPLETE, FAIL or ABORT when it ended. What has no stored time
/// has no event.
/// </summary>
internal static class RunLineage
{
    private static readonly OpenLineageParts Parts = new("urn:triage-console:retraining");

    /// <summary>The events as a JSON array, in the order of their times.</summary>
    /// <param name="run">The run.</param>
    /// <param name="tenant">The key of its tenant.</param>
    /// <param name="workflow">The key of its workflow.</param>
    public static byte[] Of(RunRow run, string tenant, string workflow)
    {
        var events = new List<object>();
        if (run.StartedAt is { } started)
            events.Add(Event(run, "START", started, tenant, workflow));
        if (run.FinishedAt is { } finished)
            events.Add(Event(run, End(run.State), finished, tenant, workflow));
        return CanonicalJson.Of(JsonSerializer.SerializeToElement(events));
    }

    private static string End(RetrainingState state) =>
        state switch
        {
            RetrainingState.Succeeded => "COMPLETE",
            RetrainingState.Failed => "FAIL",
            RetrainingState.Cancelled => "ABORT",
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A run in this state has not ended."),
        };

    private static object Event(RunRow run, string type, DateTimeOffset at, string tenant, string workflow)
    {
        var space = OpenLineageParts.Namespace(tenant);
        // Ids are counted per installation. The time makes those of two installations different.
        var lineage = new Dictionary<string, object> { ["runId"] = OpenLineageParts.RunId($"{run.Manifest}\n{run.Id}\n{run.CreatedAt:O}") };
        if (type == "FAIL")
            lineage["facets"] = new
            {
                errorMessage = new
                {
                    _producer = Parts.Producer,
                    _schemaURL = OpenLineageParts.Schema("1-0-1", "ErrorMessageRunFacet"),
                    message = run.Message,
                    // The facet requires it. The failing program is one of the operator, and its language is not known.
                    programmingLanguage = "UNKNOWN",
                },
            };
        List<object> outputs = [];
        if (type == "COMPLETE" && run.ResultRelease is { } release)
            outputs.Add(new { @namespace = space, name = $"{workflow}/releases/{release}" });
        return new
        {
            eventType = type,
            eventTime = at,
            producer = Parts.Producer,
            schemaURL = OpenLineageParts.EventSchema,
            run = lineage,
            job = Parts.Job(space, $"retraining.{RetrainingWords.Key(run.Repair)}.{workflow}.{run.Executor}"),
            inputs = new[] { Parts.Dataset(space, run.Dataset, run.Manifest) },
            outputs,
        };
    }
}

namespace TriageConsole.Core.Telemetry;

/// <summary>Evaluations of feature flags: the variant is the arm of an experiment.</summary>
internal static class FlagReader
{
    public static bool IsFlag(TelemetryEvent e) => GenAiEvents.NameOf(e) is "feature_flag.evaluation" or "feature_flag";

    public static void Read(IEnumerable<TelemetryEvent> events, TracePart part)
    {
        foreach (var e in events.Where(IsFlag).OrderBy(e => e.Time))
        {
            var a = e.Attributes;
            var variant = a.Text("feature_flag.result.variant", "feature_flag.variant", "feature_flag.result.value");
            if (a.Text("feature_flag.key") is not { } key || variant is null)
                continue;
            (part.Flags ??= []).Add(new FlagVariant(Texts.Key(key, 200), Texts.Key(variant, 300), a.Text("feature_flag.context.id")));
        }
    }
}

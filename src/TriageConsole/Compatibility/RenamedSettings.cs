namespace TriageConsole.Compatibility;

/// <summary>Maps renamed settings. Old names are accepted for one version, with a warning at startup.</summary>
internal static partial class RenamedSettings
{
    /// <summary>The old and new names. * stands for one part.</summary>
    private static readonly (string Old, string New)[] Names =
    [
        ("Evaluation:MostSample", "Evaluation:MaxSample"),
        ("Evaluation:MostFileBytes", "Evaluation:MaxFileBytes"),
        ("Evaluation:MostResponseBytes", "Evaluation:MaxResponseBytes"),
        ("Evaluation:MostRetryAfterSeconds", "Evaluation:MaxRetryAfterSeconds"),
        ("Evaluation:Commands:*:MostOutputBytes", "Evaluation:Commands:*:MaxOutputBytes"),
        ("Patterns:WindowLeastEvents", "Patterns:WindowMinEvents"),
        ("Patterns:SearchMostRows", "Patterns:SearchMaxRows"),
        ("Patterns:SearchLeastRows", "Patterns:SearchMinRows"),
        ("Triage:DrawCandidates", "Triage:RoundCandidates"),
        ("Triage:DrawMinutes", "Triage:RoundMinutes"),
        ("SignIn:TriesPerAddress", "SignIn:AttemptsPerAddress"),
        ("SignIn:TriesPerNetwork", "SignIn:AttemptsPerNetwork"),
    ];

    /// <summary>Copies each old setting to its new name, unless the new one is also set. Returns the old names in use.</summary>
    public static IReadOnlyList<(string Old, string New)> Apply(IConfiguration configuration)
    {
        var used = new List<(string Old, string New)>();
        foreach (var (old, renamed) in Names.SelectMany(n => Expand(n.Old, n.New, configuration)))
        {
            if (configuration[old] is not { } value)
                continue;
            configuration[renamed] ??= value;
            used.Add((old, renamed));
        }

        return used;
    }

    /// <summary>Logs a warning for each old name in use.</summary>
    public static void Warn(ILogger logger, IEnumerable<(string Old, string New)> used)
    {
        foreach (var (old, renamed) in used)
            Renamed(logger, old.Replace(":", "__", StringComparison.Ordinal), renamed.Replace(":", "__", StringComparison.Ordinal));
    }

    private static IEnumerable<(string Old, string New)> Expand(string old, string renamed, IConfiguration configuration)
    {
        if (!old.Contains('*', StringComparison.Ordinal))
            return [(old, renamed)];
        var parent = old[..old.IndexOf(":*", StringComparison.Ordinal)];
        return configuration
            .GetSection(parent)
            .GetChildren()
            .Select(c => (old.Replace("*", c.Key, StringComparison.Ordinal), renamed.Replace("*", c.Key, StringComparison.Ordinal)));
    }

    [LoggerMessage(40, LogLevel.Warning, "The setting {Old} is now {New}; the old name is accepted for one version")]
    private static partial void Renamed(ILogger logger, string old, string @new);
}

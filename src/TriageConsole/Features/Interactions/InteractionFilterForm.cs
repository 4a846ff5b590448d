using System.Globalization;
using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>The fields of the filter form, before they are in the address.</summary>
internal sealed class InteractionFilterForm
{
    public string? Workflow { get; set; }

    public string? Text { get; set; }

    public string? Model { get; set; }

    public string? PromptVersion { get; set; }

    public string? Segment { get; set; }

    public string? Country { get; set; }

    public string? Release { get; set; }

    public string? From { get; set; }

    public string? To { get; set; }

    public string? Trace { get; set; }

    public string? Show { get; set; } = "";

    /// <summary>Whether one of the fields is set that are hidden at first.</summary>
    public bool HasMore => new[] { Model, PromptVersion, Segment, Country, Release, Trace }.Any(v => !string.IsNullOrEmpty(v));

    /// <summary>The query parameters. Empty ones are null, so that they are not in the address.</summary>
    public Dictionary<string, object?> ToQuery() =>
        new()
        {
            ["workflow"] = Value(Workflow),
            ["tenant"] = null,
            ["text"] = Value(Text),
            ["model"] = Value(Model),
            ["prompt_version"] = Value(PromptVersion),
            ["segment"] = Value(Segment),
            ["country"] = Value(Country),
            ["release"] = Value(Release),
            ["from"] = Value(From),
            ["to"] = Value(To),
            ["trace"] = Value(Trace),
            ["show"] = Value(Show),
            ["page"] = null,
        };

    /// <summary>In the format of a datetime-local field.</summary>
    public static string? Minute(string? text) =>
        new QueryParameters().Time("", text)?.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private static string? Value(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

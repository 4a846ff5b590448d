using System.Globalization;
using TriageConsole.Components;
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

    /// <summary>The query parameters. Empty ones are null, so that they are not in the address. Times are in UTC there, so that
    /// a shared address means the same for everyone.</summary>
    public Dictionary<string, object?> ToQuery(Times times) =>
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
            ["from"] = Moment(From, times),
            ["to"] = Moment(To, times),
            ["trace"] = Value(Trace),
            ["show"] = Value(Show),
            ["page"] = null,
        };

    /// <summary>A time of the address, for a datetime-local field.</summary>
    public static string? Minute(string? text, Times times) => new QueryParameters().Time("", text) is { } time ? times.Field(time) : null;

    private static string? Moment(string? field, Times times) =>
        times.OfField(field)?.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    private static string? Value(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

using TriageConsole.Components;

namespace TriageConsole.Features.Redaction;

/// <summary>The fields of the filter form, before they are in the address.</summary>
internal sealed class PrivacyEventFields
{
    public string Kind { get; set; } = "";

    public string? Workflow { get; set; }

    public string? Actor { get; set; }

    public string? User { get; set; }

    public string? From { get; set; }

    public string? To { get; set; }

    public static PrivacyEventFields Of(PrivacyEventFilter filter, Times times) =>
        new()
        {
            Kind = PrivacyEventNames.All.Where(n => n.Kind == filter.Kind).Select(n => n.Key).FirstOrDefault() ?? "",
            Workflow = filter.Workflow,
            Actor = filter.Actor,
            User = filter.User,
            From = filter.From is { } from ? times.Field(from) : null,
            To = filter.To is { } to ? times.Field(to) : null,
        };
}

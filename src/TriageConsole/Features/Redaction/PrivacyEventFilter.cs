using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using TriageConsole.Components;
using TriageConsole.Data.Redaction;
using TriageConsole.Security;

namespace TriageConsole.Features.Redaction;

/// <summary>The filters of the list of privacy events, as its page and its file have them in the address; null means all.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Workflow">The key of a workflow, or tenant/key.</param>
/// <param name="Actor">A part of the name of the person who acted, regardless of case.</param>
/// <param name="User">The id of an end user, as applications send it.</param>
/// <param name="From">The first time.</param>
/// <param name="To">The end, excluded.</param>
public sealed record PrivacyEventFilter(
    PrivacyEventKind? Kind = null,
    string? Workflow = null,
    string? Actor = null,
    string? User = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null
)
{
    private const int MaxText = 500;

    public bool IsSet => this != new PrivacyEventFilter();

    /// <summary>Reads the filters of an address. Invalid values count as missing; a time without a zone is UTC.</summary>
    public static PrivacyEventFilter Of(string address)
    {
        var values = QueryHelpers.ParseQuery(address.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? address[at..] : "");
        return Read(name => values.TryGetValue(name, out var value) ? value.ToString() : null);
    }

    internal static PrivacyEventFilter Of(IQueryCollection values) => Read(name => values[name].ToString());

    /// <summary>The parameters of the address. Those of missing filters are null. Times are in UTC, so that a shared address means the same
    /// for everyone.</summary>
    internal Dictionary<string, object?> ToQuery() =>
        new()
        {
            ["kind"] = PrivacyEventNames.All.Where(n => n.Kind == Kind).Select(n => n.Key).FirstOrDefault(),
            ["workflow"] = Workflow,
            ["actor"] = Actor,
            ["user"] = User,
            ["from"] = Text(From),
            ["to"] = Text(To),
            ["page"] = null,
        };

    /// <summary>The filters of the fields of a form.</summary>
    internal static PrivacyEventFilter Of(PrivacyEventFields fields, Times times) =>
        new(
            PrivacyEventNames.Parse(fields.Kind),
            Value(fields.Workflow),
            Value(fields.Actor),
            Value(fields.User),
            times.OfField(fields.From),
            times.OfField(fields.To)
        );

    private static PrivacyEventFilter Read(Func<string, string?> value)
    {
        var times = new QueryParameters();
        return new PrivacyEventFilter(
            PrivacyEventNames.Parse(value("kind")),
            Value(value("workflow")),
            Value(value("actor")),
            Value(value("user")),
            times.Time("from", value("from")),
            times.Time("to", value("to"))
        );
    }

    private static string? Text(DateTimeOffset? time) =>
        time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    private static string? Value(string? text) =>
        string.IsNullOrWhiteSpace(text) || text.Length > MaxText ? null : Core.Texts.Storable(text.Trim());
}

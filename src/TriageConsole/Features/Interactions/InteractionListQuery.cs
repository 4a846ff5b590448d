using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>The filters of the list of interactions, as its page and its export have them in the address.</summary>
/// <param name="Workflow">The key of a workflow, or tenant/key. Null: all workflows of the person.</param>
/// <param name="Tenant">If set, <paramref name="Workflow"/> is the exact key.</param>
/// <param name="Filter">The other filters.</param>
public sealed record InteractionListQuery(string? Workflow, string? Tenant, InteractionFilter Filter)
{
    private static readonly string[] Names =
    [
        "workflow",
        "text",
        "model",
        "prompt_version",
        "segment",
        "country",
        "release",
        "from",
        "to",
        "trace",
        "show",
        "ids",
    ];

    /// <summary>The chosen rows of one page; an address with more is cut.</summary>
    private const int MaxIds = 200;

    public static InteractionListQuery Of(string address)
    {
        var values = QueryHelpers.ParseQuery(address.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? address[at..] : "");
        return Read(name => values.TryGetValue(name, out var value) ? Blank(value) : null);
    }

    internal static InteractionListQuery Of(IQueryCollection values) => Read(name => Blank(values[name]));

    /// <summary>Whether the address has any filter.</summary>
    public static bool IsFiltered(string address)
    {
        var values = QueryHelpers.ParseQuery(address.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? address[at..] : "");
        return Names.Any(n => values.TryGetValue(n, out var value) && Blank(value) is not null);
    }

    /// <summary>The filters and the order of an address as a query string that the pages of its interactions carry. Never empty.</summary>
    public static string Carried(string address)
    {
        var values = QueryHelpers.ParseQuery(address.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? address[at..] : "");
        var kept = Names
            .Concat(["tenant", "sort"])
            .Where(n => values.TryGetValue(n, out var value) && Blank(value) is not null)
            .Select(n => $"{n}={Uri.EscapeDataString(values[n].ToString())}")
            .ToList();
        return kept.Count == 0 ? "sort=-when" : string.Join('&', kept);
    }

    /// <summary>A time without a zone is UTC. Invalid values count as missing.</summary>
    private static InteractionListQuery Read(Func<string, string?> value)
    {
        var show = value("show");
        return new InteractionListQuery(
            value("workflow"),
            value("tenant"),
            new InteractionFilter
            {
                Words = value("text"),
                Model = value("model"),
                PromptVersion = value("prompt_version"),
                Segment = value("segment"),
                Country = value("country"),
                Release = value("release"),
                From = new QueryParameters().Time("from", value("from")),
                To = new QueryParameters().Time("to", value("to")),
                Trace = value("trace"),
                Ids = Ids(value("ids")),
                // Links of earlier versions say questionable.
                NeedsReview = show is "needs_review" or "questionable" ? true : null,
                OutcomeMax = show == "failed" ? 0.4999999 : null,
                HasOutcome = show switch
                {
                    "no_outcome" => false,
                    "outcome" => true,
                    _ => null,
                },
                Labeled = show switch
                {
                    "labeled" => true,
                    "unlabeled" => false,
                    _ => null,
                },
            }
        );
    }

    private static List<long>? Ids(string? text) =>
        text is null
            ? null
            :
            [
                .. text.Split(',')
                    .Select(t => long.TryParse(t, CultureInfo.InvariantCulture, out var id) ? id : -1)
                    .Where(id => id >= 0)
                    .Take(MaxIds),
            ];

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : Core.Texts.Storable(text.Trim());
}

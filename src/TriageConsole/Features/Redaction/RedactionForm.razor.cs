using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Common;

namespace TriageConsole.Features.Redaction;

/// <summary>Edits settings of redaction. A new definition needs a new form.</summary>
public sealed partial class RedactionForm : ComponentBase
{
    private readonly HashSet<string> kinds = new(StringComparer.Ordinal);
    private readonly FieldMessages messages = new();
    private bool enabled = true;
    private string patterns = "";
    private bool keepRaw;
    private int rawDays = 30;
    private string sample = "Write to anna@example.org or call +49 30 901820. My card is 4111 1111 1111 1111.";
    private RedactionTrial? trial;

    [Parameter, EditorRequired]
    public RedactionDefinition Definition { get; set; } = null!;

    [Parameter]
    public bool HasOwnSettings { get; set; }

    [Parameter]
    public bool Busy { get; set; }

    /// <summary>The last result, with the problems of fields.</summary>
    [Parameter]
    public Result? Result { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<RedactionDefinition> Saved { get; set; }

    [Parameter, EditorRequired]
    public EventCallback Reset { get; set; }

    /// <summary>With the reason if the settings cannot be tried; otherwise with null.</summary>
    [Parameter, EditorRequired]
    public EventCallback<Result?> Tried { get; set; }

    protected override void OnInitialized()
    {
        kinds.UnionWith(Definition.Kinds);
        (enabled, keepRaw, rawDays) = (Definition.Enabled, Definition.KeepRaw, Definition.RawDays);
        patterns = string.Join('\n', Definition.Patterns.Select(p => $"{p.Name} = {p.Expression}"));
    }

    private void Toggle(string kind)
    {
        if (!kinds.Remove(kind))
            kinds.Add(kind);
    }

    private IEnumerable<KeyValuePair<string, object>> Message(string field, object? value) => messages.At(Result, field, value);

    private RedactionDefinition Edited() =>
        new()
        {
            Enabled = enabled,
            Kinds = [.. kinds.Order(StringComparer.Ordinal)],
            Patterns =
            [
                .. patterns
                    .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
                    .Select(parts => new PatternDefinition(parts[0], parts.Length > 1 ? parts[1] : "")),
            ],
            KeepRaw = keepRaw,
            RawDays = rawDays,
        };

    private Task TryAsync()
    {
        var tried = RedactionSettingsService.Try(Edited(), sample);
        trial = tried.Ok ? tried.Value : null;
        return Tried.InvokeAsync(tried.Ok ? null : tried);
    }

    private static string Words(string kind) =>
        kind switch
        {
            "email" => "Email addresses",
            "phone" => "Phone numbers",
            "card" => "Payment card numbers",
            "iban" => "Bank account numbers (IBAN)",
            "ip" => "IP addresses",
            "us_ssn" => "US social security numbers",
            "national_id" => "Identity, tax, passport and licence numbers",
            "secret" => "Passwords, keys and access tokens",
            "address" => "Postal addresses (only some forms are found)",
            "url" => "URLs and domain names",
            "name" => "Names of people (only after a title or an introduction)",
            _ => kind,
        };
}

using System.Text.Json;
using TriageConsole.Core;

namespace TriageConsole.Account.Provisioning;

/// <summary>The attributes of a user while a request changes them.</summary>
internal sealed class ScimUserDraft
{
    private const int MaxText = 256;
    private const int MaxDisplayName = 200;

    private bool hasDisplayName;

    public string UserName { get; private set; } = "";

    public string? ExternalId { get; private set; }

    public string DisplayName { get; private set; } = "";

    public string Email { get; private set; } = "";

    public bool IsActive { get; private set; } = true;

    /// <summary>The user of a request that creates or replaces it. A replacement without <c>active</c> leaves it as it is.</summary>
    public static ScimUserDraft Of(JsonElement body, bool isActive = true)
    {
        var draft = new ScimUserDraft { IsActive = isActive };
        foreach (var name in new[] { "userName", "externalId", "displayName", "active", "name", "emails" })
            if (ScimJson.Find(body, name) is { } value)
                draft.Set(ScimPath.Of(name), value);
        draft.Complete();
        return draft;
    }

    public static ScimUserDraft Of(ScimUser stored, IReadOnlyList<ScimOperation> operations)
    {
        var draft = new ScimUserDraft
        {
            UserName = stored.UserName,
            ExternalId = stored.ExternalId,
            DisplayName = stored.DisplayName,
            Email = stored.Email,
            IsActive = stored.IsActive,
        };
        foreach (var operation in operations)
            draft.Apply(operation);
        draft.Complete();
        return draft;
    }

    private void Apply(ScimOperation operation)
    {
        var path = operation.Path!;
        if (ScimAttributes.AreIgnored(path))
            return;
        if (operation.Verb == ScimVerb.Remove)
            Remove(path);
        else
            Set(path, operation.Value);
    }

    private void Set(ScimPath path, JsonElement? value)
    {
        switch (path)
        {
            case { Attribute: "username", FilterBy: null, Sub: null }:
                UserName = ScimJson.Text(value, "userName") ?? "";
                break;
            case { Attribute: "externalid", FilterBy: null, Sub: null }:
                ExternalId = ScimJson.Text(value, "externalId") is { Length: > 0 } id ? id : null;
                break;
            case { Attribute: "displayname", FilterBy: null, Sub: null }:
                DisplayName = ScimJson.Text(value, "displayName") ?? "";
                hasDisplayName = DisplayName.Length > 0;
                break;
            case { Attribute: "active", FilterBy: null, Sub: null }:
                IsActive = value is { } flag ? ScimJson.Flag(flag, "active") : throw ScimException.Invalid("active must be true or false.");
                break;
            case { Attribute: "name", FilterBy: null }:
                SetName(path.Sub, value);
                break;
            case { Attribute: "emails" }:
                SetEmail(path, value);
                break;
            default:
                throw path.Unknown();
        }
    }

    /// <summary>The console keeps one name. The display name of the same request goes before the parts of the name.</summary>
    private void SetName(string? sub, JsonElement? value)
    {
        if (hasDisplayName)
            return;
        if (sub == "formatted")
            DisplayName = ScimJson.Text(value, "name.formatted") ?? DisplayName;
        if (sub is not null || value is not { } parts)
            return;
        if (ScimJson.Text(ScimJson.Find(parts, "formatted"), "name.formatted") is { Length: > 0 } formatted)
        {
            DisplayName = formatted;
            return;
        }

        var given = new[] { "givenName", "familyName" }
            .Select(p => ScimJson.Text(ScimJson.Find(parts, p), p))
            .Where(p => !string.IsNullOrEmpty(p))
            .ToList();
        // Half of the name must not replace the whole one.
        if (given.Count == 2 || DisplayName.Length == 0)
            DisplayName = string.Join(' ', given);
    }

    /// <summary>The console keeps one address: the primary one, else the one at work, else the first.</summary>
    private void SetEmail(ScimPath path, JsonElement? value)
    {
        if (path.FilterBy is not null || path.Sub is not null)
        {
            var isOurs =
                path is { FilterBy: null } or { FilterBy: "type", FilterValue: "work" } or { FilterBy: "primary", FilterValue: "true" };
            if (isOurs && path.Sub is "value")
                Email = ScimJson.Text(value, "emails.value") ?? "";
            else if (isOurs && path.Sub is null && value is { } entry)
                Email = AddressOf(entry) ?? Email;
            return;
        }

        var entries = ScimJson.Entries(value, "emails must be a list of objects.");
        var chosen = entries.Where(e => AddressOf(e) is { Length: > 0 }).OrderByDescending(Rank).Select(AddressOf).FirstOrDefault();
        Email = chosen ?? "";
    }

    private void Remove(ScimPath path)
    {
        switch (path.Attribute)
        {
            case "externalid":
                ExternalId = null;
                break;
            case "displayname":
                DisplayName = "";
                break;
            case "emails" when path is { FilterBy: null, Sub: null }:
                Email = "";
                break;
            case "emails" or "name":
                break;
            case "username" or "active":
                throw ScimException.Invalid($"{path.Attribute} is required and cannot be removed.");
            default:
                throw path.Unknown();
        }
    }

    private void Complete()
    {
        if (UserName.Length is 0 or > MaxText)
            throw ScimException.Invalid($"userName must have 1 to {MaxText} characters.");
        if (ExternalId is { Length: > MaxText })
            throw ScimException.Invalid($"externalId can have up to {MaxText} characters.");
        if (Email.Length == 0)
            Email = UserName;
        if (!AccountDirectory.IsAddress(Email))
            throw ScimException.Invalid("The user needs an email address, in emails or as userName.");
        DisplayName = string.Concat(DisplayName.Where(c => !char.IsControl(c))).Trim();
        DisplayName = Texts.Begin(DisplayName.Length > 0 ? DisplayName : UserName, MaxDisplayName);
    }

    private static string? AddressOf(JsonElement entry) => ScimJson.Text(ScimJson.Find(entry, "value"), "emails.value");

    private static int Rank(JsonElement entry) =>
        ScimJson.Find(entry, "primary") is { } primary && ScimJson.Flag(primary, "emails.primary") ? 2
        : ScimJson.Text(ScimJson.Find(entry, "type"), "emails.type") == "work" ? 1
        : 0;
}

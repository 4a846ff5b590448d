using System.Text.Json;
using TriageConsole.Account.Groups;

namespace TriageConsole.Account.Provisioning;

/// <summary>The attributes and members of a group while a request changes them.</summary>
internal sealed class ScimGroupDraft
{
    public const int MaxMembers = 10_000;
    private const int MaxExternalId = 256;

    public string Name { get; private set; } = "";

    public string? ExternalId { get; private set; }

    public HashSet<long> Members { get; } = [];

    /// <summary>The group of a request that creates or replaces it.</summary>
    public static ScimGroupDraft Of(JsonElement body)
    {
        var draft = new ScimGroupDraft();
        foreach (var name in new[] { "displayName", "externalId", "members" })
            if (ScimJson.Find(body, name) is { } value)
                draft.Set(ScimVerb.Replace, ScimPath.Of(name), value);
        draft.Complete();
        return draft;
    }

    public static ScimGroupDraft Of(string name, string? externalId, IEnumerable<long> members, IReadOnlyList<ScimOperation> operations)
    {
        var draft = new ScimGroupDraft { Name = name, ExternalId = externalId };
        draft.Members.UnionWith(members);
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
            Remove(path, operation.Value);
        else
            Set(operation.Verb, path, operation.Value);
    }

    private void Set(ScimVerb verb, ScimPath path, JsonElement? value)
    {
        switch (path)
        {
            case { Attribute: "displayname", FilterBy: null, Sub: null }:
                Name = ScimJson.Text(value, "displayName") ?? "";
                break;
            case { Attribute: "externalid", FilterBy: null, Sub: null }:
                ExternalId = ScimJson.Text(value, "externalId") is { Length: > 0 } id ? id : null;
                break;
            case { Attribute: "members", FilterBy: null, Sub: null }:
                if (verb == ScimVerb.Replace)
                    Members.Clear();
                Members.UnionWith(IdsOf(value));
                break;
            default:
                throw path.Unknown();
        }
    }

    private void Remove(ScimPath path, JsonElement? value)
    {
        switch (path)
        {
            case { Attribute: "externalid", FilterBy: null, Sub: null }:
                ExternalId = null;
                break;
            case { Attribute: "displayname" }:
                throw ScimException.Invalid("displayName is required and cannot be removed.");
            case { Attribute: "members", FilterBy: null, Sub: null } when value is null:
                Members.Clear();
                break;
            // Not in the standard, but sent: the members to remove are the value.
            case { Attribute: "members", FilterBy: null, Sub: null }:
                Members.ExceptWith(IdsOf(value));
                break;
            case { Attribute: "members", FilterBy: "value", Sub: null }:
                // A member who has left already is no fault: the result is what was asked for.
                Members.Remove(ScimUserService.IdOf(path.FilterValue!));
                break;
            default:
                throw path.Unknown();
        }
    }

    private void Complete()
    {
        Name = GroupNames.Of(Name) ?? throw ScimException.Invalid($"displayName must have 1 to {GroupNames.MaxLength} characters.");
        if (ExternalId is { Length: > MaxExternalId })
            throw ScimException.Invalid($"externalId can have up to {MaxExternalId} characters.");
        if (Members.Count > MaxMembers)
            throw ScimException.Invalid($"A group can have up to {MaxMembers} members.");
    }

    private static IEnumerable<long> IdsOf(JsonElement? value)
    {
        var entries = ScimJson.Entries(value, "members must be a list of objects with a value.");
        foreach (var entry in entries)
        {
            if (string.Equals(ScimJson.Text(ScimJson.Find(entry, "type"), "members.type"), "Group", StringComparison.OrdinalIgnoreCase))
                throw ScimException.Invalid("Groups cannot be members of groups.");
            var id = ScimJson.Text(ScimJson.Find(entry, "value"), "members.value") ?? "";
            var number = ScimUserService.IdOf(id);
            if (number == 0)
                throw ScimException.Invalid($"There is no user with the id '{Core.Texts.Cut(id, 100)}'.");
            yield return number;
        }
    }
}

using TriageConsole.Components.Lists;
using TriageConsole.Security;

namespace TriageConsole.Features.Admin;

/// <summary>The columns of the list of API keys.</summary>
internal static class KeyColumns
{
    public static readonly GridField<ApiKeyRow> Name = new("name", "Name", k => k.Name);
    public static readonly GridField<ApiKeyRow> Tenant = new("tenant", "Tenant", k => k.TenantKey);
    public static readonly GridField<ApiKeyRow> Key = new("key", "Key", k => KeyText(k)) { IsSortable = false };
    public static readonly GridField<ApiKeyRow> Scopes = new("scopes", "Scopes", k => string.Join(' ', k.Scopes)) { IsSortable = false };
    public static readonly GridField<ApiKeyRow> Expires = new("expires", "State", k => k.ExpiresAt);
    public static readonly GridField<ApiKeyRow> Used = new("used", "Last used", k => k.LastUsedAt);
    public static readonly GridField<ApiKeyRow> Created = new("created", "Created", k => k.CreatedAt) { IsHidden = true };
    public static readonly GridField<ApiKeyRow> Rate = new("rate", "Limit", k => k.Rate.RequestsPerSecond)
    {
        IsSortable = false,
        Hint = "Requests per second on average. Further requests get 429.",
    };
    public static readonly GridField<ApiKeyRow> Burst = new("burst", "Burst", k => k.Rate.Burst) { IsHidden = true, IsSortable = false };
    public static readonly GridField<ApiKeyRow> Refused = new("refused", "Refused", k => k.RefusedRequests)
    {
        Hint = "Requests that got 429, because the key or the server was at its limit.",
    };
    public static readonly GridField<ApiKeyRow> Revoked = new("revoked", "Revoked", k => k.RevokedAt)
    {
        IsHidden = true,
        IsSortable = false,
    };

    public static readonly GridField<ApiKeyRow> Workflow = new("workflow", "Default workflow", k => k.DefaultWorkflow)
    {
        IsHidden = true,
        IsSortable = false,
    };
    public static readonly GridField<ApiKeyRow> Origins = new("origins", "Origins", k => string.Join(' ', k.Origins))
    {
        IsHidden = true,
        IsSortable = false,
    };

    public static readonly IReadOnlyList<GridField<ApiKeyRow>> All =
    [
        Name,
        Tenant,
        Key,
        Scopes,
        Expires,
        Used,
        Created,
        Rate,
        Burst,
        Refused,
        Revoked,
        Workflow,
        Origins,
    ];

    /// <summary>A browser key is public; of a secret key only the public part is known.</summary>
    public static string KeyText(ApiKeyRow key) => key.Kind == Data.Access.ApiKeyKind.Browser ? key.KeyId : $"{key.KeyId}_…";
}

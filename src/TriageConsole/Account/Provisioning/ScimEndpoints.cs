using System.Text.Json.Nodes;

namespace TriageConsole.Account.Provisioning;

/// <summary>SCIM 2.0 (RFC 7643, RFC 7644), as Entra ID and Okta use it. It has its own description at <c>/scim/v2/Schemas</c>.</summary>
internal static class ScimEndpoints
{
    public static void MapProvisioning(this WebApplication app)
    {
        // The gate checks the token of the operator; API keys and cookies are nothing here.
        var scim = app.MapGroup("/scim/v2").AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        scim.AddEndpointFilter(
            (context, next) => context.HttpContext.RequestServices.GetRequiredService<ProvisioningGate>().InvokeAsync(context, next)
        );
        scim.MapGet("/ServiceProviderConfig", (HttpContext http) => ScimAnswer.Of(ScimDescriptions.Config(http)));
        scim.MapGet("/ResourceTypes", (HttpContext http) => Described(ScimDescriptions.ResourceTypes(http)));
        scim.MapGet(
            "/ResourceTypes/{id}",
            (HttpContext http, string id) => OneOf(ScimDescriptions.ResourceTypes(http), "resource type", id)
        );
        scim.MapGet("/Schemas", (HttpContext http) => Described(ScimDescriptions.Schemas(http)));
        scim.MapGet("/Schemas/{id}", (HttpContext http, string id) => OneOf(ScimDescriptions.Schemas(http), "schema", id));

        scim.MapGet("/Users", ListUsersAsync);
        scim.MapPost("/Users", CreateUserAsync);
        scim.MapGet("/Users/{id}", FindUserAsync);
        scim.MapPut("/Users/{id}", ReplaceUserAsync);
        scim.MapPatch("/Users/{id}", PatchUserAsync);
        scim.MapDelete("/Users/{id}", DeleteUserAsync);

        scim.MapGet("/Groups", ListGroupsAsync);
        scim.MapPost("/Groups", CreateGroupAsync);
        scim.MapGet("/Groups/{id}", FindGroupAsync);
        scim.MapPut("/Groups/{id}", ReplaceGroupAsync);
        scim.MapPatch("/Groups/{id}", PatchGroupAsync);
        scim.MapDelete("/Groups/{id}", DeleteGroupAsync);

        // Without it, other addresses would lead to the sign-in page.
        scim.Map("/{**rest}", () => ScimAnswer.Refuse(StatusCodes.Status404NotFound, null, "There is nothing at this address."));
    }

    private static async Task<IResult> ListUsersAsync(HttpContext http, ScimUserService users)
    {
        var (filter, page) = (ScimFilter.Of(http.Request.Query["filter"]), ScimPage.Of(http.Request));
        var (rows, total) = await users.ListAsync(filter, page, http.RequestAborted);
        return ScimAnswer.Of(ScimAnswer.List(rows.Select(u => u.ToJson(http)), total, page.StartIndex));
    }

    private static async Task<IResult> CreateUserAsync(HttpContext http, ScimUserService users)
    {
        var draft = ScimUserDraft.Of(await ScimJson.ReadAsync(http));
        var user = await users.CreateAsync(draft, http.RequestAborted);
        http.Response.Headers.Location = ScimAnswer.Location(http, user.Path);
        return ScimAnswer.Of(user.ToJson(http), StatusCodes.Status201Created);
    }

    private static async Task<IResult> FindUserAsync(HttpContext http, string id, ScimUserService users) =>
        ScimAnswer.Of((await users.FindAsync(id, http.RequestAborted)).ToJson(http));

    private static async Task<IResult> ReplaceUserAsync(HttpContext http, string id, ScimUserService users)
    {
        var body = await ScimJson.ReadAsync(http);
        return ScimAnswer.Of((await users.ReplaceAsync(id, body, http.RequestAborted)).ToJson(http));
    }

    private static async Task<IResult> PatchUserAsync(HttpContext http, string id, ScimUserService users)
    {
        var operations = ScimOperation.Read(await ScimJson.ReadAsync(http));
        return ScimAnswer.Of((await users.PatchAsync(id, operations, http.RequestAborted)).ToJson(http));
    }

    private static async Task<IResult> DeleteUserAsync(HttpContext http, string id, ScimUserService users)
    {
        await users.DeleteAsync(id, http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ListGroupsAsync(HttpContext http, ScimGroupService groups)
    {
        var (filter, page) = (ScimFilter.Of(http.Request.Query["filter"]), ScimPage.Of(http.Request));
        var (rows, total) = await groups.ListAsync(filter, page, WantsMembers(http.Request), http.RequestAborted);
        return ScimAnswer.Of(ScimAnswer.List(rows.Select(g => g.ToJson(http)), total, page.StartIndex));
    }

    private static async Task<IResult> CreateGroupAsync(HttpContext http, ScimGroupService groups)
    {
        var draft = ScimGroupDraft.Of(await ScimJson.ReadAsync(http));
        var group = await groups.CreateAsync(draft, http.RequestAborted);
        http.Response.Headers.Location = ScimAnswer.Location(http, group.Path);
        return ScimAnswer.Of(group.ToJson(http), StatusCodes.Status201Created);
    }

    private static async Task<IResult> FindGroupAsync(HttpContext http, string id, ScimGroupService groups) =>
        ScimAnswer.Of((await groups.FindAsync(id, WantsMembers(http.Request), http.RequestAborted)).ToJson(http));

    private static async Task<IResult> ReplaceGroupAsync(HttpContext http, string id, ScimGroupService groups)
    {
        var body = await ScimJson.ReadAsync(http);
        return ScimAnswer.Of((await groups.ReplaceAsync(id, body, http.RequestAborted)).ToJson(http));
    }

    private static async Task<IResult> PatchGroupAsync(HttpContext http, string id, ScimGroupService groups)
    {
        var operations = ScimOperation.Read(await ScimJson.ReadAsync(http));
        return ScimAnswer.Of((await groups.PatchAsync(id, operations, http.RequestAborted)).ToJson(http));
    }

    private static async Task<IResult> DeleteGroupAsync(HttpContext http, string id, ScimGroupService groups)
    {
        await groups.DeleteAsync(id, http.RequestAborted);
        return TypedResults.NoContent();
    }

    /// <summary>Large groups are read without their members.</summary>
    private static bool WantsMembers(HttpRequest request)
    {
        var (only, without) = (Names(request, "attributes"), Names(request, "excludedAttributes"));
        return !without.Contains("members")
            && (only.Count == 0 || only.Any(a => a.StartsWith("members", StringComparison.OrdinalIgnoreCase)));
    }

    private static HashSet<string> Names(HttpRequest request, string parameter) =>
        request
            .Query[parameter]
            .SelectMany(v => (v ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static IResult Described(IReadOnlyList<JsonObject> all) => ScimAnswer.Of(ScimAnswer.List(all, all.Count, startIndex: 1));

    private static IResult OneOf(IReadOnlyList<JsonObject> all, string what, string id) =>
        all.FirstOrDefault(d => string.Equals((string?)d["id"], id, StringComparison.OrdinalIgnoreCase)) is { } found
            ? ScimAnswer.Of(found)
            : ScimAnswer.Refuse(ScimException.Missing(what, id));
}

using TriageConsole.Data.Access;

namespace TriageConsole.Tests;

/// <summary>The callers that may use a route. Each new route of the app needs a line in <see cref="RouteTable"/>.</summary>
internal abstract record RouteAccess
{
    public abstract Outcome Expect(string caller);

    protected static bool IsKey(string caller) => caller.StartsWith("key:", StringComparison.Ordinal);

    /// <summary>All callers.</summary>
    internal sealed record Everybody : RouteAccess
    {
        public override Outcome Expect(string caller) => Outcome.Open;
    }

    /// <summary>Signed-in people with one of the roles, or all of them without roles. Admins always.</summary>
    internal sealed record People(params Role[] Roles) : RouteAccess
    {
        public override Outcome Expect(string caller) =>
            caller == "anonymous" || IsKey(caller) ? Outcome.SignIn
            : Roles.Length == 0 || caller == nameof(Role.Admin) || Roles.Any(r => r.ToString() == caller) ? Outcome.Open
            : Outcome.Forbidden;
    }

    /// <summary>The circuit's own endpoints, for signed-in people. A script gets a status code instead of a page.</summary>
    internal sealed record Circuit : RouteAccess
    {
        public override Outcome Expect(string caller) => caller == "anonymous" || IsKey(caller) ? Outcome.Refused : Outcome.Open;
    }

    /// <summary>Applications whose key has one of the scopes, or admin. Cookies of people are ignored there.</summary>
    internal sealed record Keys(params string[] Scopes) : RouteAccess
    {
        public override Outcome Expect(string caller) =>
            !IsKey(caller) ? Outcome.Refused
            : caller == "key:admin" || Scopes.Any(s => caller == "key:" + s) ? Outcome.Open
            : Outcome.Forbidden;
    }
}

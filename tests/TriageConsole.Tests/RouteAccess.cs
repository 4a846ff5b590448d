using TriageConsole.Data.Access;

namespace TriageConsole.Tests;

/// <summary>Who may pass a door. Each new route of the app gets its line in <see cref="RouteTable"/>.</summary>
internal abstract record RouteAccess
{
    public abstract Outcome Expect(string caller);

    protected static bool IsKey(string caller) => caller.StartsWith("key:", StringComparison.Ordinal);

    /// <summary>Anybody at all.</summary>
    internal sealed record Everybody : RouteAccess
    {
        public override Outcome Expect(string caller) => Outcome.Open;
    }

    /// <summary>Signed-in people with one of the roles; with none named, all of them. Admins always.</summary>
    internal sealed record People(params Role[] Roles) : RouteAccess
    {
        public override Outcome Expect(string caller) =>
            caller == "anonymous" || IsKey(caller) ? Outcome.SignIn
            : Roles.Length == 0 || caller == nameof(Role.Admin) || Roles.Any(r => r.ToString() == caller) ? Outcome.Open
            : Outcome.Forbidden;
    }

    /// <summary>The circuit's own endpoints: signed-in people; a script gets a plain refusal, not a page.</summary>
    internal sealed record Circuit : RouteAccess
    {
        public override Outcome Expect(string caller) => caller == "anonymous" || IsKey(caller) ? Outcome.Refused : Outcome.Open;
    }

    /// <summary>Applications whose key has one of the scopes, or admin. People's cookies count for nothing there.</summary>
    internal sealed record Keys(params string[] Scopes) : RouteAccess
    {
        public override Outcome Expect(string caller) =>
            !IsKey(caller) ? Outcome.Refused
            : caller == "key:admin" || Scopes.Any(s => caller == "key:" + s) ? Outcome.Open
            : Outcome.Forbidden;
    }
}

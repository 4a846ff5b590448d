using TriageConsole.Data.Providers;

namespace TriageConsole.Tests.Shared;

/// <summary>The database server of a test run: a named one, or an embedded cluster of its own.</summary>
internal static class TestServer
{
    public static Task<DatabaseConnection> ConnectionAsync()
    {
        var named = Environment.GetEnvironmentVariable("TRIAGE_TEST_CONNECTION") ?? throw new InvalidOperationException("Set TRIAGE_TEST_CONNECTION");
        var cut = named.IndexOf(';', StringComparison.Ordinal);
        return Task.FromResult(new DatabaseConnection(Enum.Parse<DatabaseProvider>(named[..cut]), named[(cut + 1)..]));
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace TriageConsole.Tests.Accounts;

/// <summary>Settings for an instance of the application under test.</summary>
internal static class AppSettings
{
    public static Action<WebApplicationBuilder> With(params (string Key, string? Value)[] settings) =>
        b =>
            b.Configuration.AddInMemoryCollection(
                settings.Where(s => s.Value is not null).Select(s => KeyValuePair.Create(s.Key, s.Value))
            );
}

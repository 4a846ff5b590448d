using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Api;

/// <summary>Calls of a client of the Model Context Protocol.</summary>
internal static class McpCalls
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<McpClient> ConnectAsync(TestApp app, string tenant, params string[] scopes)
    {
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = new Uri(app.Address, "/mcp"),
                AdditionalHeaders = new Dictionary<string, string>
                {
                    ["Authorization"] = "Bearer " + await app.CreateApiKeyAsync(tenant, scopes),
                },
            }
        );
        return await McpClient.CreateAsync(transport, cancellationToken: Cancelled);
    }

    /// <summary>The text of the answer.</summary>
    public static async Task<string> CallAsync(McpClient client, string tool, Dictionary<string, object?> arguments)
    {
        var result = await client.CallToolAsync(tool, arguments, cancellationToken: Cancelled);
        Assert.False(result.IsError ?? false, TextOf(result));
        return TextOf(result);
    }

    /// <summary>The text of the error.</summary>
    public static async Task<string> RefusalAsync(McpClient client, string tool, Dictionary<string, object?> arguments)
    {
        var result = await client.CallToolAsync(tool, arguments, cancellationToken: Cancelled);
        Assert.True(result.IsError, TextOf(result));
        return TextOf(result);
    }

    private static string TextOf(CallToolResult result) => string.Concat(result.Content.OfType<TextContentBlock>().Select(c => c.Text));
}

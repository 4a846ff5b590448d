using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using TriageConsole.Outbound;

namespace TriageConsole.Features.Demo;

/// <summary>An application that uses the HTTP API of this server: it requests routes and sends events.</summary>
internal sealed class SimulatorClient(IServer server) : IDisposable
{
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>Null while the workflow has no live release.</summary>
    public async Task<SimulatedRoute?> RouteAsync(string key, string workflow, string unit, CancellationToken cancellationToken)
    {
        using var request = Request(
            HttpMethod.Get,
            $"/api/v1/route?workflow={Uri.EscapeDataString(workflow)}&unit={Uri.EscapeDataString(unit)}",
            key
        );
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        var route = body.RootElement;
        if (VersionOf(workflow, route) is not { } served)
            return null;
        var shadow = route.GetProperty("shadow") is { ValueKind: JsonValueKind.Object } other ? VersionOf(workflow, other) : null;
        return new SimulatedRoute(served with { Propensity = route.GetProperty("propensity").GetDouble() }, shadow);
    }

    public async Task SendAsync(string key, string path, IReadOnlyCollection<byte[]> lines, CancellationToken cancellationToken)
    {
        if (lines.Count == 0)
            return;
        using var request = Request(HttpMethod.Post, path, key);
        request.Content = new ByteArrayContent([.. lines.SelectMany(l => l.Concat(NewLine))]);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose() => http.Dispose();

    /// <summary>Null if the release has no component of the kind on which the answers depend.</summary>
    private static DemoVersion? VersionOf(string workflow, JsonElement release)
    {
        foreach (var component in release.GetProperty("components").EnumerateArray())
            if (DemoVersion.IsDecisive(workflow, component.GetProperty("kind").GetString()!))
                return new DemoVersion(release.GetProperty("release").GetString(), component.GetProperty("version").GetString()!);
        return null;
    }

    private HttpRequestMessage Request(HttpMethod method, string path, string key)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses;
        if (addresses is not { Count: > 0 })
            throw new InvalidOperationException("The server does not listen on any address.");
        var request = new HttpRequestMessage(method, OwnAddress.Of(addresses) + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return request;
    }
}

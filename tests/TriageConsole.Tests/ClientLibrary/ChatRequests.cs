using System.Text;
using System.Text.Json;

namespace TriageConsole.Tests.ClientLibrary;

/// <summary>Requests as SDKs send them.</summary>
internal static class ChatRequests
{
    public static string Body(string last, string more = "") =>
        """{"model":"gpt-4.1","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"""
        + JsonSerializer.Serialize(last)
        + "}]"
        + more
        + "}";

    public static HttpRequestMessage Request(string body, Uri? address = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address ?? new Uri("chat/completions", UriKind.Relative))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", "secret-of-the-provider");
        return request;
    }
}

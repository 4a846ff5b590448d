using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TriageConsole.Core.Events;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>
/// The form of events in the log: the parsed event after redaction, with the names of the contract. What was accepted once is never read
/// by the rules of the contract again, so a later version with stricter rules can still replay it.
/// </summary>
internal static class LogJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate,
        MaxDepth = EventReader.MaxDepth * 4,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepJson } },
    };

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <exception cref="JsonException">The bytes are not in the form of <typeparamref name="T"/>.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("The line is null.");

    /// <summary>Two properties of an interaction hold JSON.</summary>
    private static void KeepJson(JsonTypeInfo type)
    {
        if (type.Type != typeof(InteractionEvent))
            return;
        foreach (var property in type.Properties)
            if (property.Name == "messages")
                property.CustomConverter = new RawUtf8Converter();
            else if (property.Name == "context")
                property.CustomConverter = new RawJsonConverter();
    }
}

using System.Text.Json;
using TriageConsole.Core.Common;
using TriageConsole.Core.Events;

namespace TriageConsole.Core.Redaction;

/// <summary>Redacts interactions and signals: their texts by placeholders, their keys by keyed hashes.</summary>
public static class EventRedaction
{
    /// <summary>Beginning of the name of a signal that names a document; its text is a key.</summary>
    private const string Retrieval = "retrieval.";

    /// <summary>Parts of the context whose texts are ids or numbers.</summary>
    private static readonly string[] KeyParts = ["retrieval_ids", "input_stats", "server_load", "redaction_flags", "cut_fields"];

    /// <summary>
    /// Replaces the keys that look like personal data. Applies to all workflows and cannot be switched off, because a key must be the
    /// same in
    /// every event.
    /// </summary>
    /// <param name="e">Its keys change.</param>
    /// <param name="hash">The keyed hash of a key.</param>
    public static void HashKeys(InteractionEvent e, Func<string, string> hash)
    {
        e.TraceId = Key(e.TraceId, hash)!;
        e.TaskId = Key(e.TaskId, hash)!;
        e.SessionId = Key(e.SessionId, hash);
        e.UserId = Key(e.UserId, hash);
        e.OutputId = Key(e.OutputId, hash);
        foreach (var signal in e.Feedback)
            HashKeys(signal, hash);
        if (e.Context is { } context && context.Contains("\"retrieval_ids\"", StringComparison.Ordinal))
            e.Context = WithHashedDocuments(context, hash);
    }

    /// <inheritdoc cref="HashKeys(InteractionEvent, Func{string, string})"/>
    public static void HashKeys(LateEvent e, Func<string, string> hash)
    {
        e.TraceId = Key(e.TraceId, hash)!;
        e.TaskId = Key(e.TaskId, hash);
        e.OutputId = Key(e.OutputId, hash);
        e.SessionId = Key(e.SessionId, hash);
        HashKeys(e.Signal, hash);
    }

    /// <summary>The interaction with placeholders in its texts; the same instance if nothing was found.</summary>
    /// <param name="e">It stays as it is, because a retry redacts it again.</param>
    /// <param name="redactor">Redacts texts of the session.</param>
    /// <param name="hash">The keyed hash of the id of a signal that is derived from its content.</param>
    public static InteractionEvent Redact(InteractionEvent e, TextRedactor redactor, Func<string, string> hash)
    {
        var input = redactor.Text(e.Input, "input");
        var output = redactor.Text(e.Output, "output");
        var messages = e.Messages is { } m ? redactor.Json(m) : (ReadOnlyMemory<byte>?)null;
        var error = redactor.Text(e.ErrorKind, "error");
        var context = Context(e.Context, redactor);
        var signals = e.Feedback.ConvertAll(s => Redact(s, redactor, hash));
        if (redactor.Flags.Count == 0)
            return e;
        var copy = e.Copy();
        copy.Input = input;
        copy.Output = output;
        copy.Messages = messages;
        // A redacted message of an error can be longer than its column.
        copy.ErrorKind = error is null ? null : Texts.Begin(error, EventReader.MaxKeyChars);
        copy.Context = WithFlags(context, redactor.Flags);
        // The hash of a text with personal data would reveal it to anyone who can guess the text.
        if (!ReferenceEquals(input, e.Input))
            copy.InputHash = EventReader.Hash(input!);
        copy.Feedback.AddRange(signals);
        return copy;
    }

    /// <summary>The signal with placeholders in its texts; the same instance if nothing was found.</summary>
    /// <param name="signal">It stays as it is.</param>
    /// <param name="redactor">Redacts texts of the session.</param>
    /// <param name="hash">The keyed hash of an id that is derived from the content.</param>
    public static SignalEvent Redact(SignalEvent signal, TextRedactor redactor, Func<string, string> hash)
    {
        var text = IsDocument(signal) ? signal.Text : redactor.Text(signal.Text, signal.Name);
        var comment = redactor.Text(signal.Comment, "comment");
        if (ReferenceEquals(text, signal.Text) && ReferenceEquals(comment, signal.Comment))
            return signal;
        var copy = signal.Copy();
        copy.Text = text;
        copy.Comment = comment;
        if (signal.HasContentKey)
            copy.Key = hash(signal.Key);
        return copy;
    }

    private static void HashKeys(SignalEvent signal, Func<string, string> hash)
    {
        if (!signal.HasContentKey)
            signal.Key = Key(signal.Key, hash)!;
        signal.UserId = Key(signal.UserId, hash);
        if (IsDocument(signal))
            signal.Text = Key(signal.Text, hash);
    }

    private static bool IsDocument(SignalEvent signal) =>
        signal.Type == SignalType.Implicit && signal.Name.StartsWith(Retrieval, StringComparison.Ordinal);

    private static string? Key(string? key, Func<string, string> hash) => JoinKeys.IsPersonal(key) ? hash(key!) : key;

    private static string WithHashedDocuments(string context, Func<string, string> hash)
    {
        using var document = JsonDocument.Parse(context, SafeJson.Composed);
        var root = document.RootElement;
        if (
            SafeJson.Find(root, "retrieval_ids") is not { ValueKind: JsonValueKind.Array } ids
            || !ids.EnumerateArray().Any(i => JoinKeys.IsPersonal(SafeJson.Text(i)))
        )
            return context;
        return Composed(
            root,
            "retrieval_ids",
            writer =>
            {
                writer.WriteStartArray();
                foreach (var id in ids.EnumerateArray())
                    if (SafeJson.Text(id) is { } text && JoinKeys.IsPersonal(text))
                        writer.WriteStringValue(hash(text));
                    else
                        id.WriteTo(writer);
                writer.WriteEndArray();
            }
        );
    }

    /// <summary>Redacts parameters, error, metadata and unknown fields; ids of documents and statistics stay.</summary>
    private static string? Context(string? context, TextRedactor redactor)
    {
        if (context is null || !KeyParts.Any(p => context.Contains($"\"{p}\"", StringComparison.Ordinal)))
            return redactor.Json(context);
        using var document = JsonDocument.Parse(context, SafeJson.Composed);
        var redacted = ComposedJson.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var part in document.RootElement.EnumerateObject())
            {
                writer.WritePropertyName(part.Name);
                var json = part.Value.GetRawText();
                writer.WriteRawValue(KeyParts.Contains(part.Name) ? json : redactor.Json(json)!, skipInputValidation: true);
            }

            writer.WriteEndObject();
        });
        return redacted == context ? context : redacted;
    }

    private static string WithFlags(string? context, IReadOnlyCollection<string> flags)
    {
        using var document = JsonDocument.Parse(context ?? "{}", SafeJson.Composed);
        var sent = SafeJson.Find(document.RootElement, "redaction_flags");
        return Composed(
            document.RootElement,
            "redaction_flags",
            writer =>
            {
                writer.WriteStartArray();
                var written = new HashSet<string>(StringComparer.Ordinal);
                if (sent is { ValueKind: JsonValueKind.Array } list)
                    foreach (var flag in list.EnumerateArray())
                    {
                        if (SafeJson.Text(flag) is { } text)
                            written.Add(text);
                        flag.WriteTo(writer);
                    }
                else if (sent is { ValueKind: not JsonValueKind.Null } one)
                    one.WriteTo(writer);
                foreach (var flag in flags.Where(written.Add))
                    writer.WriteStringValue(flag);
                writer.WriteEndArray();
            }
        );
    }

    private static string Composed(JsonElement root, string name, Action<Utf8JsonWriter> write) =>
        ComposedJson.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var part in root.EnumerateObject().Where(p => p.Name != name))
                part.WriteTo(writer);
            writer.WritePropertyName(name);
            write(writer);
            writer.WriteEndObject();
        });
}

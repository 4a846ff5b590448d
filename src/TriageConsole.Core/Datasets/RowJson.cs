using System.Buffers;
using System.Globalization;
using System.Text;

namespace TriageConsole.Core.Datasets;

/// <summary>
/// The JSON of rows. Names are in the order of RFC 8785 in what is hashed, and in the order that readers expect in files. Texts and numbers
/// are those of <see cref="CanonicalJson"/> in both.
/// </summary>
internal static class RowJson
{
    public static void WriteCanonical(DatasetRow row, IBufferWriter<byte> output)
    {
        output.Write("{\"answers\":"u8);
        WriteAnswers(row.Content.Answers, output);
        output.Write(",\"input\":"u8);
        WriteMessages(row.Content.Input, output, WriteCanonicalMessage);
        WriteOptional(",\"input_hash\":"u8, row.InputHash, output);
        output.Write(",\"key\":"u8);
        CanonicalJson.WriteString(row.Key, output);
        output.Write(",\"labels\":"u8);
        WriteLabels(row.Labels, output);
        output.Write(",\"non_preferred\":"u8);
        WriteMessages(row.Content.NonPreferred, output, WriteCanonicalMessage);
        WriteOptional(",\"pattern\":"u8, row.Pattern, output);
        output.Write(",\"preferred\":"u8);
        WriteMessages(row.Content.Preferred, output, WriteCanonicalMessage);
        WriteOptional(",\"salt\":"u8, row.Salt, output);
        WriteOptional(",\"split\":"u8, row.Split, output);
        output.Write(",\"task\":"u8);
        CanonicalJson.WriteString(row.TaskKey, output);
        output.Write(",\"weight\":"u8);
        CanonicalJson.WriteNumber(row.Weight, output);
        output.Write("}"u8);
    }

    /// <summary>The format of fine-tuning services, with their weights of messages.</summary>
    public static void WriteChat(DatasetRow row, IBufferWriter<byte> output)
    {
        output.Write("{\"messages\":"u8);
        WriteMessages([.. row.Content.Input, .. row.Content.Preferred], output, WriteWeightedMessage);
        output.Write("}"u8);
    }

    public static void WritePreference(DatasetRow row, IBufferWriter<byte> output)
    {
        output.Write("{\"input\":{\"messages\":"u8);
        WriteMessages(row.Content.Input, output, WriteMessage);
        output.Write("},\"preferred_output\":"u8);
        WriteMessages(row.Content.Preferred, output, WriteMessage);
        output.Write(",\"non_preferred_output\":"u8);
        WriteMessages(row.Content.NonPreferred, output, WriteMessage);
        output.Write("}"u8);
    }

    public static void WriteEvaluation(DatasetRow row, IBufferWriter<byte> output)
    {
        output.Write("{\"key\":"u8);
        CanonicalJson.WriteString(row.Key, output);
        output.Write(",\"task\":"u8);
        CanonicalJson.WriteString(row.TaskKey, output);
        WriteOptional(",\"split\":"u8, row.Split, output);
        WriteOptional(",\"pattern\":"u8, row.Pattern, output);
        output.Write(",\"weight\":"u8);
        CanonicalJson.WriteNumber(row.Weight, output);
        WriteOptional(",\"input_hash\":"u8, row.InputHash, output);
        output.Write(",\"input\":"u8);
        WriteMessages(row.Content.Input, output, WriteMessage);
        output.Write(",\"expected\":"u8);
        WriteMessages(row.Content.Preferred, output, WriteMessage);
        output.Write(",\"answers\":"u8);
        WriteAnswers(row.Content.Answers, output);
        output.Write(",\"labels\":"u8);
        WriteLabels(row.Labels, output);
        output.Write("}"u8);
    }

    /// <summary>A field of a CSV file; empty without messages.</summary>
    public static string Text(IReadOnlyList<DatasetMessage> messages) =>
        messages.Count == 0 ? "" : Text(output => WriteMessages(messages, output, WriteMessage));

    /// <summary>A field of a CSV file; empty without answers.</summary>
    public static string Text(IReadOnlyDictionary<string, string> answers) =>
        answers.Count == 0 ? "" : Text(output => WriteAnswers(answers, output));

    /// <summary>The labels in the order of their ids, because their order in a row has no meaning.</summary>
    public static IEnumerable<LabelRevision> Sorted(IReadOnlyList<LabelRevision> labels) =>
        labels.Count <= 1 ? labels : labels.OrderBy(l => l.LabelId).ThenBy(l => l.Revision);

    private static string Text(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void WriteMessages(
        IReadOnlyList<DatasetMessage> messages,
        IBufferWriter<byte> output,
        Action<DatasetMessage, IBufferWriter<byte>> write
    )
    {
        output.Write("["u8);
        for (var n = 0; n < messages.Count; n++)
        {
            if (n > 0)
                output.Write(","u8);
            write(messages[n], output);
        }

        output.Write("]"u8);
    }

    private static void WriteCanonicalMessage(DatasetMessage message, IBufferWriter<byte> output)
    {
        output.Write("{\"content\":"u8);
        CanonicalJson.WriteString(message.Content, output);
        output.Write(",\"role\":"u8);
        CanonicalJson.WriteString(message.Role, output);
        WriteMessageWeight(message, output);
        output.Write("}"u8);
    }

    private static void WriteMessage(DatasetMessage message, IBufferWriter<byte> output) =>
        WriteWeightedMessage(message with { Weight = null }, output);

    private static void WriteWeightedMessage(DatasetMessage message, IBufferWriter<byte> output)
    {
        output.Write("{\"role\":"u8);
        CanonicalJson.WriteString(message.Role, output);
        output.Write(",\"content\":"u8);
        CanonicalJson.WriteString(message.Content, output);
        WriteMessageWeight(message, output);
        output.Write("}"u8);
    }

    private static void WriteMessageWeight(DatasetMessage message, IBufferWriter<byte> output)
    {
        if (message.Weight is not { } weight)
            return;
        output.Write(",\"weight\":"u8);
        WriteWhole(weight, output);
    }

    private static void WriteAnswers(IReadOnlyDictionary<string, string> answers, IBufferWriter<byte> output)
    {
        output.Write("{"u8);
        var isFirst = true;
        foreach (var (criterion, answer) in answers.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            if (!isFirst)
                output.Write(","u8);
            isFirst = false;
            CanonicalJson.WriteString(criterion, output);
            output.Write(":"u8);
            CanonicalJson.WriteString(answer, output);
        }

        output.Write("}"u8);
    }

    private static void WriteLabels(IReadOnlyList<LabelRevision> labels, IBufferWriter<byte> output)
    {
        output.Write("["u8);
        var isFirst = true;
        foreach (var label in Sorted(labels))
        {
            output.Write(isFirst ? "{\"label\":"u8 : ",{\"label\":"u8);
            isFirst = false;
            WriteWhole(label.LabelId, output);
            output.Write(",\"revision\":"u8);
            WriteWhole(label.Revision, output);
            output.Write("}"u8);
        }

        output.Write("]"u8);
    }

    private static void WriteOptional(ReadOnlySpan<byte> name, string? text, IBufferWriter<byte> output)
    {
        if (text is null)
            return;
        output.Write(name);
        CanonicalJson.WriteString(text, output);
    }

    private static void WriteWhole(long number, IBufferWriter<byte> output)
    {
        number.TryFormat(output.GetSpan(20), out var bytes, provider: CultureInfo.InvariantCulture);
        output.Advance(bytes);
    }
}

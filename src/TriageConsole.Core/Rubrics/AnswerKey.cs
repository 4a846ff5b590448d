using System.Globalization;

namespace TriageConsole.Core.Rubrics;

/// <summary>
/// Identifies an answer in a set of answers: the criterion, and for a criterion of scope turn also the message. As text
/// <c>satisfaction</c> or <c>satisfaction@2</c>. Keys of criteria have no <c>@</c>.
/// </summary>
/// <param name="Criterion">Key of the criterion.</param>
/// <param name="Message">Zero-based index into the stored messages; null for the whole interaction.</param>
public readonly record struct AnswerKey(string Criterion, int? Message)
{
    private const char Separator = '@';

    /// <summary>The number of the message from 1; 0 for the whole interaction. Labels are stored with it.</summary>
    public int Turn => TurnOf(Message);

    /// <summary>The key of an answer in a stored label.</summary>
    public static AnswerKey Of(string criterion, int turn) => new(criterion, MessageOf(turn));

    /// <summary>The number of a message from 1; 0 for the whole interaction.</summary>
    public static int TurnOf(int? message) => message is { } index ? index + 1 : 0;

    /// <summary>The index of a message; null for the whole interaction.</summary>
    public static int? MessageOf(int turn) => turn > 0 ? turn - 1 : null;

    /// <summary>Reads the text of a key. A text without a message is the key of a criterion.</summary>
    public static AnswerKey Parse(string text)
    {
        var cut = text.LastIndexOf(Separator);
        return cut > 0 && int.TryParse(text.AsSpan(cut + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var message)
            ? new AnswerKey(text[..cut], message)
            : new AnswerKey(text, null);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Message is { } message ? string.Create(CultureInfo.InvariantCulture, $"{Criterion}{Separator}{message}") : Criterion;
}

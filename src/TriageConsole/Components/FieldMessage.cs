using MudBlazor;

namespace TriageConsole.Components;

/// <summary>
/// What is wrong with the value of a field. It is about the value with which it is shown first, and it is shown while the field has this
/// value: it stays when the field loses the focus, and goes away with a change. Each check makes a new message, also with the same text, so
/// that it is shown again if the changed value is wrong too.
/// </summary>
/// <param name="text">The text for the user.</param>
public sealed class FieldMessage(string text)
{
    private static readonly KeyValuePair<string, object>[] Nothing = Parameters(false, null, null);

    private readonly KeyValuePair<string, object>[] parameters = Parameters(true, text, $"message-{Guid.NewGuid():N}");
    private object? wrong;
    private bool isShown;

    /// <summary>The text for the user.</summary>
    public string Text { get; } = text;

    /// <summary>A new message; null without a text.</summary>
    public static implicit operator FieldMessage?(string? text) => text is null ? null : new FieldMessage(text);

    /// <summary>
    /// The parameters of a field of MudBlazor that show a message. They are no check of MudBlazor (<c>Validation</c>): it would keep what
    /// such a check found until the field is checked again, also after the form has taken its message back.
    /// </summary>
    /// <param name="message">Null if nothing is wrong.</param>
    /// <param name="value">The value that the field has now.</param>
    public static IEnumerable<KeyValuePair<string, object>> At(FieldMessage? message, object? value) =>
        message is not null && message.IsAbout(value) ? message.parameters : Nothing;

    /// <inheritdoc />
    public override string ToString() => Text;

    private bool IsAbout(object? value)
    {
        if (!isShown)
            (isShown, wrong) = (true, value);
        return Equals(wrong, value);
    }

    // A parameter that is left out would keep what it was set to before. The id lets the field name its message as its description at once.
    private static KeyValuePair<string, object>[] Parameters(bool isWrong, string? text, string? id) =>
        [
            new(nameof(MudTextField<string>.Error), isWrong),
            new(nameof(MudTextField<string>.ErrorText), text!),
            new(nameof(MudTextField<string>.ErrorId), id!),
        ];
}

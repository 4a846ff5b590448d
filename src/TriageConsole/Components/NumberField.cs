using MudBlazor;

namespace TriageConsole.Components;

/// <summary>
/// A field for a number with a message of the form (<see cref="FieldMessage"/>). MudBlazor checks the limits of a number when the field
/// loses the focus and sets <c>Error</c> and <c>ErrorText</c> to what it found, so that the message would go away although the number is
/// still wrong.
/// </summary>
/// <typeparam name="T">The type of the number.</typeparam>
public sealed class NumberField<T> : MudNumericField<T>
{
    /// <inheritdoc />
    protected override async Task ValidateValue()
    {
        await base.ValidateValue();
        if (!ErrorState.RenderValue || ConversionError)
            return;
        await ErrorState.SetValueAsync(true);
        await ErrorTextState.SetValueAsync(ErrorTextState.RenderValue);
        StateHasChanged();
    }
}

using MudBlazor;

namespace TriageConsole.Components;

/// <summary>
/// A text field that must not be empty. MudBlazor checks such a field when it loses the focus and sets <c>Error</c> and <c>ErrorText</c> to
/// what it found, so that a message of the form (<see cref="FieldMessage"/>) would go away although the value is still wrong.
/// </summary>
public sealed class RequiredTextField : MudTextField<string>
{
    /// <summary>A field with the mark of required fields.</summary>
    public RequiredTextField() => Required = true;

    /// <inheritdoc />
    protected override async Task ValidateValue()
    {
        await base.ValidateValue();
        if (!ErrorState.RenderValue)
            return;
        await ErrorState.SetValueAsync(true);
        await ErrorTextState.SetValueAsync(ErrorTextState.RenderValue);
        StateHasChanged();
    }
}

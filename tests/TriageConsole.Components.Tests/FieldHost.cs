using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using MudBlazor;
using TriageConsole.Core.Common;

namespace TriageConsole.Components.Tests;

/// <summary>A form with a field of each kind. A press refuses all of them, until <see cref="Accepts"/>.</summary>
internal sealed class FieldHost : ComponentBase
{
    private readonly FieldMessages messages = new();
    private Result? told;
    private string? name = "a";
    private string? note = "a";
    private int days = 1;
    private string? kind = "a";

    public bool Accepts { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenComponent<RequiredTextField>(0);
        Add(builder, "Name", name, value => name = value);
        builder.CloseComponent();
        builder.OpenComponent<MudTextField<string>>(1);
        Add(builder, "Note", note, value => note = value);
        builder.CloseComponent();
        builder.OpenComponent<NumberField<int>>(2);
        Add(builder, "Days", days, value => days = value);
        builder.CloseComponent();
        builder.OpenComponent<MudSelect<string>>(3);
        Add(builder, "Kind", kind, value => kind = value);
        builder.AddAttribute(9, nameof(MudSelect<string>.ChildContent), (RenderFragment)(content => AddItems(content, "a", "b")));
        builder.CloseComponent();
        builder.OpenElement(10, "button");
        builder.AddAttribute(11, "onclick", EventCallback.Factory.Create(this, Press));
        builder.CloseElement();
    }

    private static void AddItems(RenderTreeBuilder builder, params string[] values)
    {
        foreach (var value in values)
        {
            builder.OpenComponent<MudSelectItem<string>>(0);
            builder.AddComponentParameter(1, nameof(MudSelectItem<string>.Value), value);
            builder.CloseComponent();
        }
    }

    private void Add<T>(RenderTreeBuilder builder, string label, T value, Action<T> set)
    {
        builder.AddComponentParameter(4, nameof(MudTextField<string>.Label), label);
        builder.AddComponentParameter(5, nameof(MudTextField<string>.HelperText), "Help");
        builder.AddComponentParameter(6, nameof(MudTextField<string>.Value), value);
        builder.AddComponentParameter(7, nameof(MudTextField<string>.ValueChanged), EventCallback.Factory.Create<T>(this, set));
        builder.AddMultipleAttributes(8, messages.At(told, label, value));
    }

    private void Press()
    {
        if (Accepts)
            told = Result.Done();
        else
            told = Error.Invalid(
                "Not saved.",
                [.. new[] { "Name", "Note", "Days", "Kind" }.Select(f => new FieldProblem(f, $"{f} is wrong."))]
            );
    }
}

using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace TriageConsole.Components.Tests;

/// <summary>Finds fields by their labels, and what is said at them.</summary>
internal static class Fields
{
    public static IElement Field<T>(IRenderedComponent<T> page, string label)
        where T : IComponent => page.Find("#" + page.FindAll("label").Single(l => l.TextContent.Trim() == label).GetAttribute("for"));

    /// <summary>The message that describes a wrong field; null if the field is not wrong.</summary>
    public static string? Message<T>(IRenderedComponent<T> page, string label)
        where T : IComponent
    {
        var field = Field(page, label);
        return field.GetAttribute("aria-invalid") == "true"
            ? page.Find($"[id='{field.GetAttribute("aria-describedby")}']").TextContent.Trim()
            : null;
    }

    /// <summary>Takes the focus away from a field, in the way of its kind.</summary>
    public static Task LeaveAsync<T>(IRenderedComponent<T> page, string label)
        where T : IComponent
    {
        var field = Field(page, label);
        // A select listens on its outer element. The markup of bUnit names the events that an element listens to.
        IElement? select = null;
        for (var outer = field.ParentElement; outer is not null; outer = outer.ParentElement)
        {
            if (outer.HasAttribute("blazor:onfocusout"))
                select = outer;
        }

        return select is null
            ? field.TriggerEventAsync("onblur", new FocusEventArgs())
            : select.TriggerEventAsync("onfocusout", new FocusEventArgs());
    }
}

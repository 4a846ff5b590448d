using Microsoft.AspNetCore.Components;
using TriageConsole.Account;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Core.Datasets;
using TriageConsole.Features.Admin;
using TriageConsole.Features.Datasets;
using TriageConsole.Features.Labeling.Flags;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Components.Tests;

/// <summary>What forms say at their fields stays there until the value changes.</summary>
public sealed class FieldsOfFormsTests : ComponentTest
{
    [Fact]
    public async Task Text_OfADialog()
    {
        var page = RenderInPage(builder =>
        {
            builder.OpenComponent<SaveViewDialog>(0);
            builder.AddComponentParameter(1, nameof(SaveViewDialog.Teams), Array.Empty<Team>());
            builder.CloseComponent();
        });
        await SubmitAsync(page);
        await Fields.LeaveAsync(page, "Name");
        Assert.Equal("Enter a name.", Fields.Message(page, "Name"));
        await ChangeAsync(page, "Name", " ");
        Assert.Null(Fields.Message(page, "Name"));
        // Spaces are no name: the same message, about another value.
        await SubmitAsync(page);
        Assert.Equal("Enter a name.", Fields.Message(page, "Name"));
    }

    [Fact]
    public async Task RequiredText_OfADialog()
    {
        var page = RenderInPage(builder =>
        {
            builder.OpenComponent<RedactDialog>(0);
            builder.CloseComponent();
        });
        await ChangeAsync(page, "Text to redact", "a");
        await SubmitAsync(page);
        var told = Fields.Message(page, "Text to redact");
        Assert.StartsWith("Enter at least", told, StringComparison.Ordinal);
        await Fields.LeaveAsync(page, "Text to redact");
        Assert.Equal(told, Fields.Message(page, "Text to redact"));
        await ChangeAsync(page, "Text to redact", "Anna Example");
        Assert.Null(Fields.Message(page, "Text to redact"));
    }

    [Fact]
    public async Task Place_OfARole()
    {
        var page = RenderInPage(builder =>
        {
            builder.OpenComponent<AddRoleDialog>(0);
            builder.AddComponentParameter(1, nameof(AddRoleDialog.Name), "Ana");
            builder.AddComponentParameter(
                2,
                nameof(AddRoleDialog.Find),
                (Func<string?, Task<IReadOnlyList<GrantPlace>>>)(_ => Task.FromResult<IReadOnlyList<GrantPlace>>([]))
            );
            builder.CloseComponent();
        });
        await SubmitAsync(page);
        Assert.Equal("Choose a tenant or workflow.", Fields.Message(page, "Where"));
        await Fields.LeaveAsync(page, "Where");
        Assert.Equal("Choose a tenant or workflow.", Fields.Message(page, "Where"));
    }

    [Fact]
    public async Task Number_WithAProblemOfTheServer()
    {
        Result refused = Error.InvalidField("RawDays", "1 to 90 days.");
        var page = Render<RedactionForm>(p =>
            p.Add(f => f.Definition, new RedactionDefinition { KeepRaw = true, RawDays = 900 }).Add(f => f.Result, refused)
        );
        Assert.Equal("1 to 90 days.", Fields.Message(page, "Retention, days"));
        await Fields.LeaveAsync(page, "Retention, days");
        Assert.Equal("1 to 90 days.", Fields.Message(page, "Retention, days"));
        await Fields.Field(page, "Retention, days").ChangeAsync(new ChangeEventArgs { Value = "30" });
        Assert.Null(Fields.Message(page, "Retention, days"));
    }

    [Fact]
    public async Task Select_OfAPolicy_ThatIsCheckedWithEachChange()
    {
        FieldProblem[] problems = [new("kind", "No such kind."), new("days", "Too many.")];
        var page = RenderInPage(builder =>
        {
            builder.OpenComponent<DatasetPolicyForm>(0);
            builder.AddComponentParameter(1, nameof(DatasetPolicyForm.Value), new DatasetPolicy());
            builder.AddComponentParameter(2, nameof(DatasetPolicyForm.Problems), problems);
            builder.CloseComponent();
        });
        await Fields.LeaveAsync(page, "Kind");
        await Fields.LeaveAsync(page, "Days before the build");
        Assert.Equal("No such kind.", Fields.Message(page, "Kind"));
        Assert.Equal("Too many.", Fields.Message(page, "Days before the build"));
        page.FindComponent<DatasetPolicyForm>().Render(p => p.Add(f => f.Problems, []));
        Assert.Null(Fields.Message(page, "Kind"));
        Assert.Null(Fields.Message(page, "Days before the build"));
    }

    private static Task SubmitAsync(IRenderedComponent<IComponent> page) => page.Find("[role=dialog] form").SubmitAsync();

    private static Task ChangeAsync(IRenderedComponent<IComponent> page, string label, string value) =>
        Fields.Field(page, label).ChangeAsync(new ChangeEventArgs { Value = value });
}

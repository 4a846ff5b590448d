using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TriageConsole.Client;

/// <summary>
/// Feedback and outcomes of one interaction or task. Every call returns at once. A later thumb, rating, edit or first action of the same
/// user replaces the earlier one.
/// </summary>
public sealed class InteractionFeedback
{
    private readonly TriageClient client;
    private readonly FeedbackTarget target;

    internal InteractionFeedback(TriageClient client, FeedbackTarget target) => (this.client, this.target) = (client, target);

    /// <summary>The user liked the response, or did not.</summary>
    public void Thumbs(bool up, string? comment = null) =>
        Send(
            new FeedbackSignal
            {
                Name = "thumbs",
                Value = up ? "up" : "down",
                Comment = comment,
                Id = OneOf("thumbs"),
            }
        );

    /// <summary>The user rated the response.</summary>
    /// <param name="value">The rating.</param>
    /// <param name="comment">A text of the user.</param>
    /// <param name="name">The scale is known by the name: names with <c>rating</c> have 1 to 5, others as the workflow declares.</param>
    public void Rate(double value, string? comment = null, string name = "rating") =>
        Send(
            new FeedbackSignal
            {
                Name = name,
                Value = value,
                Comment = comment,
                Id = OneOf(name),
            }
        );

    /// <summary>The user wrote about the response.</summary>
    public void Comment(string text) => Send(new FeedbackSignal { Name = "comment", Comment = text });

    /// <summary>The user changed the text of the response. Sends how much of it, from 0 to 1, not the texts.</summary>
    /// <param name="before">What the application suggested.</param>
    /// <param name="after">What the user made of it.</param>
    public void Edited(string before, string after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var line = Line("feedback", "edit_distance", OneOf("edit_distance"));
        line.FeedbackType = TypeOf(FeedbackKind.Implicit);
        line.LateValue = () => TextEdits.Distance(before, after);
        line.Held = before.Length + after.Length;
        client.Add(line);
    }

    /// <summary>The user copied the response.</summary>
    public void Copied() => Behaviour("copied", true, OneOf("copied"));

    /// <summary>The user used the response as it is.</summary>
    public void Accepted() => Behaviour("accepted", true, OneOf("accepted"));

    /// <summary>The user asked again for the same. Each time counts.</summary>
    public void Retried() => Behaviour("retry", true, null);

    /// <summary>The time from the response to the first action of the user.</summary>
    public void FirstAction(TimeSpan after) =>
        Behaviour("time_to_first_action_ms", Math.Max(0, Math.Round(after.TotalMilliseconds)), OneOf("time_to_first_action_ms"));

    /// <summary>The user left without using the response.</summary>
    public void Abandoned() => Behaviour("abandoned", true, OneOf("abandoned"));

    /// <summary>The user asked for a person.</summary>
    public void Escalated() => Behaviour("escalated", true, OneOf("escalated"));

    /// <summary>The user opened a document that the response names.</summary>
    public void Clicked(string documentId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(documentId);
        var line = Line("retrieval", "clicked", OneOf("clicked", documentId));
        line.DocumentId = documentId;
        client.Add(line);
    }

    /// <summary>The business outcome of the interaction or task.</summary>
    /// <param name="metric">The metric, such as <c>resolved</c>.</param>
    /// <param name="value">Its value; 1 and 0 for yes and no.</param>
    /// <param name="at">When it was measured. Default: the time of the call.</param>
    public void Outcome(string metric, double value, DateTimeOffset? at = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(metric);
        var line = Line("outcome", metric, CapturedInteraction.NewId());
        line.Value = value;
        line.Timestamp = at ?? line.Timestamp;
        client.Add(line);
    }

    /// <summary>Any other feedback.</summary>
    public void Send(FeedbackSignal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        var line = Line("feedback", signal.Name, signal.Id ?? CapturedInteraction.NewId());
        line.FeedbackType = TypeOf(signal.Kind);
        line.Value = signal.Value;
        line.Comment = signal.Comment;
        line.Role = signal.Role;
        line.Timestamp = signal.Timestamp ?? line.Timestamp;
        client.Add(line);
    }

    private void Behaviour(string name, object value, string? id) =>
        Send(
            new FeedbackSignal
            {
                Name = name,
                Kind = FeedbackKind.Implicit,
                Value = value,
                Id = id,
            }
        );

    private SignalLine Line(string kind, string name, string id) =>
        new()
        {
            Kind = kind,
            Target = target,
            Name = name,
            Id = id,
            Timestamp = client.Options.TimeProvider.GetUtcNow(),
        };

    /// <summary>An id that is the same for each call about the same thing by the same user. It does not contain the user's name.</summary>
    private string OneOf(string name, string about = "")
    {
        if (name.Length <= 60 && target.UserId is null && about.Length == 0)
            return name;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\n{about}\n{target.UserId}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(name.Length <= 60 ? name : name[..60])}-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}"
        );
    }

    private static string TypeOf(FeedbackKind kind) =>
        kind switch
        {
            FeedbackKind.Implicit => "implicit",
            FeedbackKind.System => "system",
            FeedbackKind.Human => "human",
            _ => "explicit",
        };
}

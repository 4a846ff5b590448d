using TriageConsole.Core.Common;

namespace TriageConsole.Components;

/// <summary>The messages of the fields of one form, from the problems that a use case found. A new result brings new messages.</summary>
public sealed class FieldMessages
{
    private readonly Dictionary<string, FieldMessage> messages = new(StringComparer.Ordinal);
    private object? source;

    /// <summary>The message of a field; null if nothing is wrong with it.</summary>
    /// <param name="result">The last result; null before the first one.</param>
    /// <param name="field">The name of the field in the problems.</param>
    public FieldMessage? Of(Result? result, string field) => Of(result, result?.Problems ?? [], field);

    /// <summary>The message of a field; null if nothing is wrong with it.</summary>
    /// <param name="problems">The problems. Another list is another check.</param>
    /// <param name="field">The name of the field in the problems.</param>
    public FieldMessage? Of(IReadOnlyList<FieldProblem> problems, string field) => Of(problems, problems, field);

    /// <summary>The parameters that show the message of a field: <see cref="FieldMessage.At"/>.</summary>
    /// <param name="result">The last result; null before the first one.</param>
    /// <param name="field">The name of the field in the problems.</param>
    /// <param name="value">The value that the field has now.</param>
    public IEnumerable<KeyValuePair<string, object>> At(Result? result, string field, object? value) =>
        FieldMessage.At(Of(result, field), value);

    /// <summary>The parameters that show the message of a field: <see cref="FieldMessage.At"/>.</summary>
    /// <param name="problems">The problems. Another list is another check.</param>
    /// <param name="field">The name of the field in the problems.</param>
    /// <param name="value">The value that the field has now.</param>
    public IEnumerable<KeyValuePair<string, object>> At(IReadOnlyList<FieldProblem> problems, string field, object? value) =>
        FieldMessage.At(Of(problems, field), value);

    private FieldMessage? Of(object? from, IReadOnlyList<FieldProblem> problems, string field)
    {
        if (!ReferenceEquals(source, from))
        {
            messages.Clear();
            source = from;
        }

        if (messages.TryGetValue(field, out var known))
            return known;
        if (problems.FirstOrDefault(p => p.Field == field) is not { } problem)
            return null;
        var message = new FieldMessage(problem.Message);
        messages.Add(field, message);
        return message;
    }
}

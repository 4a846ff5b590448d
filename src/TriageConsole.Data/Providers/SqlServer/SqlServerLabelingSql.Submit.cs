using System.Globalization;

namespace TriageConsole.Data.Providers.SqlServer;

/// <summary>The statement of a submit for a number of answers and suggestions.</summary>
internal static partial class SqlServerLabelingSql
{
    // Uses the labels that were just inserted, in the same transaction.
    private const string Suggest = """
        INSERT INTO label_suggestions (label_id, criterion, value, source, is_accepted)
        SELECT l.id, s.criterion, s.value, s.source, s.is_accepted
        FROM (VALUES (0, N'', N'', 0, 0)) AS s (turn, criterion, value, source, is_accepted) JOIN labels l ON l.turn = s.turn
        WHERE l.interaction_id = @interaction AND l.labeler_id = @labeler AND l.rubric_id = @rubric_id AND l.is_current = 1;
        """;

    /// <summary>Stands for the rows, so that the statement is complete without them.</summary>
    private const string NoRow = "(0, N'', N'', 0, 0)";

    /// <summary>
    /// Submit for these numbers of answers and suggestions: @t0, @c0, @v0, @n0 and so on, @st0, @sc0, @sv0, @ss0, @sa0 and so on. Not as
    /// JSON, because compatible engines do not decode its escapes.
    /// </summary>
    public static string SubmitOf(int answers, int suggestions = 0)
    {
        var sql =
            answers == 0
                ? Submit.Replace(FirstAnswer + MoreAnswers, "", StringComparison.Ordinal)
                : Submit.Replace(MoreAnswers, Rows(1, answers - 1, ", (@t#, @c#, @v#, @n#)") + ";", StringComparison.Ordinal);
        var rows = Rows(0, suggestions, ", (@st#, @sc#, @sv#, @ss#, @sa#)");
        return sql.Replace(
            Suggested,
            suggestions == 0 ? "" : Suggest.Replace(NoRow, rows[2..], StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    /// <summary>The row for each number, which replaces <c>#</c>.</summary>
    private static string Rows(int first, int count, string row) =>
        string.Concat(
            Enumerable.Range(first, count).Select(n => row.Replace("#", n.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
        );
}

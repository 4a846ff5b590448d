using Microsoft.EntityFrameworkCore.Migrations;

namespace TriageConsole.Migrations.PostgreSql;

/// <summary>The full-text index over input and output. An index on an expression needs no second copy of the texts in the table.</summary>
internal static class InteractionWords
{
    /// <summary>
    /// The configuration simple fits every language: it neither stems nor drops words. Only the beginning of long texts is indexed, because
    /// PostgreSQL refuses a row whose words need more than a megabyte. In stored messages, escaped line breaks and quotes separate words.
    /// </summary>
    public static void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            CREATE FUNCTION interaction_words(input text, messages text, output text) RETURNS tsvector
            LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
                SELECT to_tsvector('simple',
                    left(coalesce(input, replace(replace(messages, '\n', ' '), '\"', ' '), ''), 50000) || ' ' ||
                    left(coalesce(output, ''), 50000))
            $$
            """
        );
        migrationBuilder.Sql(
            "CREATE INDEX ix_interaction_payloads_words ON interaction_payloads USING gin (interaction_words(input, messages, output))"
        );
    }

    public static void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP INDEX ix_interaction_payloads_words");
        migrationBuilder.Sql("DROP FUNCTION interaction_words(text, text, text)");
    }
}

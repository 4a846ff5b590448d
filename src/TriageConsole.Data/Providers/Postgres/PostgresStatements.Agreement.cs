using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Agreement;

namespace TriageConsole.Data.Providers.Postgres;

internal sealed partial class PostgresStatements
{
    // Never insert a negative number: the check constraint would fail before the conflict is detected.
    private const string AddPatterns = """
        WITH d AS MATERIALIZED (SELECT * FROM json_to_recordset({0}::json) AS d("CriterionId" bigint, "Day" date, "Hash" text, "Pattern"
          text, "Items" bigint)),
        known AS (
            UPDATE agreement_patterns p SET items = p.items + d."Items" FROM d
            WHERE p.criterion_id = d."CriterionId" AND p.day = d."Day" AND p.hash = d."Hash" RETURNING p.criterion_id, p.day, p.hash)
        INSERT INTO agreement_patterns (criterion_id, day, hash, pattern, items)
        SELECT d.* FROM d WHERE NOT EXISTS (SELECT FROM known k WHERE k.criterion_id = d."CriterionId" AND k.day = d."Day" AND k.hash =
          d."Hash")
        """;

    private const string DropPatterns = """
        DELETE FROM agreement_patterns p USING json_to_recordset({0}::json) AS d("CriterionId" bigint, "Day" date, "Hash" text)
        WHERE p.criterion_id = d."CriterionId" AND p.day = d."Day" AND p.hash = d."Hash" AND p.items = 0
        """;

    private const string PairRows = """
        json_to_recordset({0}::json) AS d("CriterionId" bigint, "Day" date, "LabelerAId" bigint, "LabelerBId" bigint,
          "ValueAId" bigint, "ValueBId" bigint, "Items" bigint)
        """;

    private const string SamePair = """
        p.criterion_id = d."CriterionId" AND p.day = d."Day" AND p.labeler_a_id = d."LabelerAId" AND p.labeler_b_id = d."LabelerBId" AND
          p.value_a_id = d."ValueAId" AND p.value_b_id = d."ValueBId"
        """;

    private const string AddPairs = $$"""
        WITH d AS MATERIALIZED (SELECT * FROM {{PairRows}}),
        known AS (UPDATE labeler_pairs p SET items = p.items + d."Items" FROM d WHERE {{SamePair}} RETURNING p.*)
        INSERT INTO labeler_pairs (criterion_id, day, labeler_a_id, labeler_b_id, value_a_id, value_b_id, items)
        SELECT d.* FROM d WHERE NOT EXISTS (SELECT FROM known p WHERE {{SamePair}})
        """;

    private const string DropPairs = $"DELETE FROM labeler_pairs p USING {PairRows} WHERE {SamePair} AND p.items = 0";

    public async Task AddAgreementAsync(
        TriageDbContext db,
        IReadOnlyList<AgreementPattern> patterns,
        IReadOnlyList<LabelerPair> pairs,
        CancellationToken cancellationToken
    )
    {
        foreach (var some in patterns.Chunk(10_000))
            await AddAsync(db, some, AddPatterns, DropPatterns, cancellationToken);
        foreach (var some in pairs.Chunk(10_000))
            await AddAsync(db, some, AddPairs, DropPairs, cancellationToken);
    }

    private static async Task AddAsync<T>(TriageDbContext db, T[] rows, string add, string drop, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(rows);
        await db.Database.ExecuteSqlRawAsync(add, [json], cancellationToken);
        await db.Database.ExecuteSqlRawAsync(drop, [json], cancellationToken);
    }
}

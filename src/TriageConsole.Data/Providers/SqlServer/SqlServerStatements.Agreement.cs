using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Agreement;

namespace TriageConsole.Data.Providers.SqlServer;

internal sealed partial class SqlServerStatements
{
    // OPENJSON is repeated in each statement: a temporary table costs more than parsing the text three times.
    private const string PatternRows =
        "OPENJSON({0}) WITH (CriterionId bigint '$.CriterionId', Day date '$.Day', Hash nvarchar(32) '$.Hash', Pattern "
        + "nvarchar(max) '$.Pattern', Items bigint '$.Items') d";

    private const string SamePattern =
        "p.criterion_id = d.CriterionId AND p.day = d.Day AND p.hash = d.Hash COLLATE Latin1_General_100_BIN2";

    private const string AddPatterns = $"""
        UPDATE p SET items = p.items + d.Items FROM agreement_patterns p JOIN {PatternRows} ON {SamePattern};
        INSERT INTO agreement_patterns (criterion_id, day, hash, pattern, items)
        SELECT CriterionId, Day, Hash, Pattern, Items FROM {PatternRows} WHERE NOT EXISTS (SELECT 1 FROM agreement_patterns p WHERE
          {SamePattern});
        DELETE p FROM agreement_patterns p JOIN {PatternRows} ON {SamePattern} WHERE p.items = 0;
        """;

    private const string PairRows =
        "OPENJSON({0}) WITH (CriterionId bigint '$.CriterionId', Day date '$.Day', LabelerAId bigint '$.LabelerAId', "
        + "LabelerBId bigint '$.LabelerBId', ValueAId bigint '$.ValueAId', ValueBId bigint '$.ValueBId', Items bigint "
        + "'$.Items') d";

    private const string SamePair =
        "p.criterion_id = d.CriterionId AND p.day = d.Day AND p.labeler_a_id = d.LabelerAId AND p.labeler_b_id = "
        + "d.LabelerBId AND p.value_a_id = d.ValueAId AND p.value_b_id = d.ValueBId";

    private const string AddPairs = $"""
        UPDATE p SET items = p.items + d.Items FROM labeler_pairs p JOIN {PairRows} ON {SamePair};
        INSERT INTO labeler_pairs (criterion_id, day, labeler_a_id, labeler_b_id, value_a_id, value_b_id, items)
        SELECT CriterionId, Day, LabelerAId, LabelerBId, ValueAId, ValueBId, Items FROM {PairRows} WHERE NOT EXISTS (SELECT 1 FROM
          labeler_pairs p WHERE {SamePair});
        DELETE p FROM labeler_pairs p JOIN {PairRows} ON {SamePair} WHERE p.items = 0;
        """;

    public async Task AddAgreementAsync(
        TriageDbContext db,
        IReadOnlyList<AgreementPattern> patterns,
        IReadOnlyList<LabelerPair> pairs,
        CancellationToken cancellationToken
    )
    {
        foreach (var some in patterns.Chunk(10_000))
            await db.Database.ExecuteSqlRawAsync(AddPatterns, [JsonSerializer.Serialize(some)], cancellationToken);
        foreach (var some in pairs.Chunk(10_000))
            await db.Database.ExecuteSqlRawAsync(AddPairs, [JsonSerializer.Serialize(some)], cancellationToken);
    }
}

using Microsoft.EntityFrameworkCore;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Datasets;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Datasets;

/// <summary>Moves the aliases of datasets.</summary>
internal sealed class DatasetAliases(IDbContextFactory<TriageDbContext> contexts, IProviderStatements statements, TimeProvider time)
{
    /// <summary>The name of the version with the highest number, which cannot be moved.</summary>
    public const string Latest = "latest";

    private const int MaxName = 60;

    /// <summary>Points an alias to a version. The alias is created if it does not exist.</summary>
    public async Task<Result> MoveAsync(DatasetDetail dataset, string? alias, int number, string actor, CancellationToken cancellationToken)
    {
        var name = alias?.Trim() ?? "";
        if (
            name.Length is 0 or > MaxName
            || name == Latest
            || name.All(char.IsAsciiDigit)
            || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        )
            return Error.InvalidField(
                "alias",
                $"An alias has at most {MaxName} letters, digits, '-', '_' and '.', not only digits, and is not '{Latest}'."
            );
        if (dataset.Versions.All(v => v.Number != number))
            return Error.NotFound($"The dataset has no version {number}.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db.DatasetAliases.SingleOrDefaultAsync(a => a.DatasetId == dataset.Id && a.Name == name, cancellationToken);
        if (stored?.Number == number)
            return Result.Done($"{name} is version {number} already.");
        if (stored is null)
            db.DatasetAliases.Add(
                stored = new DatasetAlias
                {
                    DatasetId = dataset.Id,
                    Name = name,
                    MovedBy = "",
                }
            );
        (stored.Number, stored.MovedAt, stored.MovedBy) = (number, time.GetUtcNow(), Texts.Cut(actor, 200));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || statements.IsUniqueViolation(e))
        {
            return Error.Conflict("Another user has moved this alias. Read the versions again.");
        }

        return Result.Done($"{name} is version {number} now.");
    }
}

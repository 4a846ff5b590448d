using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using TriageConsole.Data;
using TriageConsole.Data.Providers;

namespace TriageConsole.Tests.SqlServer;

/// <summary>Finds problems on SQL Server in the model, without a server.</summary>
public sealed partial class SqlServerModelTests
{
    private static readonly IRelationalModel Model = CreateContext().GetService<IDesignTimeModel>().Model.GetRelationalModel();

    public static TriageDbContext CreateContext() =>
        new(DatabaseOptions.Build(new DatabaseConnection(DatabaseProvider.SqlServer, "Server=none;Database=none")));

    [Fact]
    public void IndexFilters_NameColumnsOfTheirTable()
    {
        var wrong =
            from table in Model.Tables
            from index in table.Indexes
            where index.Filter is not null
            from Match word in Identifier().Matches(index.Filter!)
            let name = word.Value.Trim('[', ']')
            where !Keywords.Contains(name.ToUpperInvariant()) && table.Columns.All(c => c.Name != name)
            select $"{index.Name}: {name}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void UniqueIndexes_OverNullableColumns_ExcludeNullsOrAreListed()
    {
        // One grant and one offer per person or group, role and scope, even if the scope has no tenant or workflow: here NULL equals NULL.
        string[] nullsAreEqual =
        [
            "ix_group_roles_group_id_role_tenant_id_workflow_id",
            "ix_role_grants_user_id_role_tenant_id_workflow_id_source",
            "ix_role_offers_user_id_role_tenant_id_workflow_id",
        ];
        var wrong =
            from table in Model.Tables
            from index in table.Indexes
            where index.IsUnique && !nullsAreEqual.Contains(index.Name)
            from column in index.Columns
            where column.IsNullable && index.Filter?.Contains($"[{column.Name}] IS NOT NULL", StringComparison.Ordinal) != true
            select $"{index.Name}: {column.Name}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Keys_FitInAnIndexEntry()
    {
        var keys =
            from table in Model.Tables
            from key in table.UniqueConstraints
            select (key.Name, key.Columns, Max: key.GetIsPrimaryKey() ? 900 : 1700);
        var indexes = from table in Model.Tables from index in table.Indexes select (index.Name, index.Columns, Max: 1700);
        var wrong =
            from entry in keys.Concat(indexes)
            let bytes = entry.Columns.Sum(c => Bytes(c.StoreType))
            where bytes > entry.Max
            select $"{entry.Name}: {bytes} of {entry.Max} bytes";
        Assert.Empty(wrong);
    }

    [Fact]
    public void CascadeDeletes_ReachEachTableByOnePath()
    {
        var next = Model
            .Tables.SelectMany(t => t.ForeignKeyConstraints)
            .Where(f =>
                f.OnDeleteAction
                    is Microsoft.EntityFrameworkCore.Migrations.ReferentialAction.Cascade
                        or Microsoft.EntityFrameworkCore.Migrations.ReferentialAction.SetNull
            )
            .ToLookup(f => f.PrincipalTable.Name, f => f.Table.Name);
        var wrong = new List<string>();
        foreach (var table in Model.Tables)
        {
            var reached = new HashSet<string>();
            var paths = new Queue<string[]>([
                [table.Name],
            ]);
            while (paths.TryDequeue(out var path))
                foreach (var to in next[path[^1]])
                    if (path.Contains(to) || !reached.Add(to))
                        wrong.Add(string.Join(" -> ", [.. path, to]));
                    else
                        paths.Enqueue([.. path, to]);
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Times_AreStoredInMicroseconds()
    {
        var wrong =
            from table in Model.Tables
            from column in table.Columns
            where column.StoreType.StartsWith("datetime", StringComparison.Ordinal) && column.StoreType != "datetimeoffset(6)"
            select $"{table.Name}.{column.Name}: {column.StoreType}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Text_HasABinaryCollation()
    {
        var wrong =
            from table in Model.Tables
            from column in table.Columns
            where column.StoreType.StartsWith("nvarchar", StringComparison.Ordinal) && column.Collation != "Latin1_General_100_BIN2"
            select $"{table.Name}.{column.Name}";
        Assert.Empty(wrong);
    }

    private static readonly HashSet<string> Keywords = ["IS", "NOT", "NULL", "AND", "OR", "IN", "TRUE", "FALSE"];

    private static int Bytes(string type)
    {
        if (type.StartsWith("nvarchar", StringComparison.Ordinal))
            return type == "nvarchar(max)"
                ? int.MaxValue / 100
                : 2 * int.Parse(Digits().Match(type).Value, System.Globalization.CultureInfo.InvariantCulture);
        return type.Split('(')[0] switch
        {
            "bigint" or "float" => 8,
            "int" => 4,
            "smallint" => 2,
            "bit" => 1,
            "date" => 3,
            "datetimeoffset" => 10,
            "uniqueidentifier" => 16,
            _ => throw new NotSupportedException(type),
        };
    }

    [GeneratedRegex(@"\[\w+\]|[A-Za-z_]\w*")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace TriageConsole.Data.Providers;

/// <summary>The columns of an entity for a bulk load, read once from the EF model.</summary>
internal sealed class BulkColumns<T>
    where T : class
{
    private static readonly Dictionary<IModel, BulkColumns<T>> Cache = [];

    private BulkColumns(IModel model)
    {
        var entity = model.FindEntityType(typeof(T)) ?? throw new ArgumentException($"{typeof(T).Name} is not an entity.");
        Table = entity.GetTableName()!;
        // The database creates generated keys; all other columns are loaded.
        Columns =
        [
            .. entity
                .GetProperties()
                .Where(p => !(p.IsPrimaryKey() && p.ValueGenerated == ValueGenerated.OnAdd && p.ClrType == typeof(long)))
                .Select(BulkColumn.Of),
        ];
    }

    public string Table { get; }

    public BulkColumn[] Columns { get; }

    public static BulkColumns<T> Of(DbContext db)
    {
        lock (Cache)
        {
            if (!Cache.TryGetValue(db.Model, out var columns))
                Cache[db.Model] = columns = new BulkColumns<T>(db.Model);
            return columns;
        }
    }
}

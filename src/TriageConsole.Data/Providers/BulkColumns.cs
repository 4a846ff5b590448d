using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace TriageConsole.Data.Providers;

/// <summary>The columns of an entity as a bulk load needs them, read off the EF model once.</summary>
internal sealed class BulkColumns<T>
    where T : class
{
    private static readonly Dictionary<IModel, BulkColumns<T>> Cache = [];

    private BulkColumns(IModel model)
    {
        var entity = model.FindEntityType(typeof(T)) ?? throw new ArgumentException($"{typeof(T).Name} is not an entity.");
        Table = entity.GetTableName()!;
        // A generated key is the database's; everything else is loaded.
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

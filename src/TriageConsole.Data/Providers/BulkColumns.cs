using System.Reflection;
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

/// <summary>One column: its name, the type its values have on the way, the server's type, the property it is, and how to read it off a row.</summary>
internal sealed record BulkColumn(string Name, Type Type, string StoreType, PropertyInfo Property, Func<object, object?> Value)
{
    public static BulkColumn Of(IProperty property)
    {
        var getter = property.GetGetter();
        var enumeration = (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType).IsEnum;
        var type = enumeration ? typeof(int) : Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        Func<object, object?> read = enumeration
            ? row => getter.GetClrValue(row) is { } value ? Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture) : null
            : getter.GetClrValue;
        if (type == typeof(DateTimeOffset))
            read = row => getter.GetClrValue(row) is DateTimeOffset time ? Microseconds.Of(time) : null;
        return new BulkColumn(property.GetColumnName(), type, StoreName(property.GetColumnType()), property.PropertyInfo!, read);
    }

    /// <summary>"character varying(300)" → "character varying": a loader names types without their length.</summary>
    private static string StoreName(string columnType)
    {
        var cut = columnType.IndexOf('(', StringComparison.Ordinal);
        return cut < 0 ? columnType : columnType[..cut];
    }
}

using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace TriageConsole.Data.Providers;

/// <summary>
/// One column: its name, the type of the transferred values, the type on the server, the property, and a function that reads it from a row.
/// </summary>
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

    /// <summary>"character varying(300)" → "character varying": a bulk load uses types without their length.</summary>
    private static string StoreName(string columnType)
    {
        var cut = columnType.IndexOf('(', StringComparison.Ordinal);
        return cut < 0 ? columnType : columnType[..cut];
    }
}

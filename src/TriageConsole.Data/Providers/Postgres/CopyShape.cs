using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace TriageConsole.Data.Providers.Postgres;

/// <summary>The COPY statement of an entity, and one compiled writer for all columns.</summary>
internal sealed class CopyShape<T>
    where T : class
{
    private static readonly Dictionary<IModel, CopyShape<T>> Cache = [];

    private CopyShape(BulkColumns<T> shape)
    {
        Columns = shape.Columns.Length;
        Sql = $"COPY {shape.Table} ({string.Join(", ", shape.Columns.Select(c => c.Name))}) FROM STDIN (FORMAT BINARY)";
        Put = Compile(shape.Columns);
    }

    public int Columns { get; }

    public string Sql { get; }

    public Action<CopyBuffer, T> Put { get; }

    public static CopyShape<T> Of(DbContext db)
    {
        lock (Cache)
        {
            if (!Cache.TryGetValue(db.Model, out var shape))
                Cache[db.Model] = shape = new CopyShape<T>(BulkColumns<T>.Of(db));
            return shape;
        }
    }

    private static Action<CopyBuffer, T> Compile(BulkColumn[] columns)
    {
        var (buffer, row) = (Expression.Parameter(typeof(CopyBuffer)), Expression.Parameter(typeof(T)));
        var puts = columns.Select(c =>
        {
            var type = CopyBuffer.TypeOf(c.StoreType);
            return Expression.Call(
                buffer,
                typeof(CopyBuffer).GetMethod(nameof(CopyBuffer.Put), [type])!,
                Expression.Convert(Expression.Property(row, c.Property), type)
            );
        });
        return Expression.Lambda<Action<CopyBuffer, T>>(Expression.Block(puts), buffer, row).Compile();
    }
}

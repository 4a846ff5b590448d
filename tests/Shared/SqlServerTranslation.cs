using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Data;
using TriageConsole.Data.Providers;

namespace TriageConsole.Tests.Shared;

/// <summary>
/// Compiles each query of the app for SQL Server too, when the test compiles it for its own server. A query that SQL Server cannot run
/// fails the test with the message of EF.
/// </summary>
internal sealed class SqlServerTranslation : IQueryExpressionInterceptor
{
    private static readonly MethodInfo CompileMethod = typeof(IDatabase).GetMethod(nameof(IDatabase.CompileQuery))!;
    private static readonly DbContextOptions<TriageDbContext> Options = DatabaseOptions.Build(
        new DatabaseConnection(DatabaseProvider.SqlServer, "Server=none;Database=none")
    );
    private static int compiled;

    public static SqlServerTranslation Instance { get; } = new();

    /// <summary>The number of queries translated in this test process.</summary>
    public static int Compiled => compiled;

    public static void Add(IServiceCollection services) =>
        services.ConfigureDbContext<TriageDbContext>(o => o.AddInterceptors(Instance), ServiceLifetime.Singleton);

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        if (eventData.Context is not TriageDbContext context || context.Database.IsSqlServer() || RawSql.IsIn(queryExpression))
            return queryExpression;
        using var other = new TriageDbContext(Options);
        var rewritten = new OtherModel(other.Model).Visit(queryExpression);
        try
        {
            CompileMethod.MakeGenericMethod(ResultType(rewritten.Type)).Invoke(other.GetService<IDatabase>(), [rewritten, true]);
        }
        catch (TargetInvocationException e)
        {
            throw new InvalidOperationException($"SQL Server cannot run this query: {e.InnerException!.Message}", e.InnerException);
        }

        Interlocked.Increment(ref compiled);
        return queryExpression;
    }

    private static Type ResultType(Type type)
    {
        var query = type.GetInterfaces()
            .Append(type)
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IQueryable<>));
        return query is null
            ? typeof(Task<>).MakeGenericType(type)
            : typeof(IAsyncEnumerable<>).MakeGenericType(query.GetGenericArguments());
    }

    /// <summary>Rewrites the query for the model of the other provider.</summary>
    private sealed class OtherModel(IModel model) : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node) =>
            node is EntityQueryRootExpression root
                ? new EntityQueryRootExpression(model.FindEntityType(root.EntityType.Name)!)
                : base.VisitExtension(node);
    }

    /// <summary>Finds raw SQL, which is written per provider in Data/Providers and is not checked here.</summary>
    private sealed class RawSql : ExpressionVisitor
    {
        private bool found;

        public static bool IsIn(Expression expression)
        {
            var visitor = new RawSql();
            visitor.Visit(expression);
            return visitor.found;
        }

        protected override Expression VisitExtension(Expression node)
        {
            found |= node is QueryRootExpression && node.GetType() != typeof(EntityQueryRootExpression);
            return node is QueryRootExpression ? node : base.VisitExtension(node);
        }
    }
}

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using TriageConsole.Data;

namespace TriageConsole.Tests.SqlServer;

/// <summary>All SQL Server statements and migrations are valid T-SQL for SQL Server 2022.</summary>
public sealed partial class SqlServerTextTests
{
    /// <summary>Our statements by the name of their field, including those that both servers run.</summary>
    public static TheoryData<string> Statements => [.. Fields().Select(f => $"{f.DeclaringType!.Name}.{f.Name}")];

    [Theory]
    [MemberData(nameof(Statements))]
    public void Statement_IsTransactSql(string name)
    {
        var field = Fields().Single(f => $"{f.DeclaringType!.Name}.{f.Name}" == name);
        Assert.Empty(Faults((string)field.GetValue(null)!));
    }

    [Fact]
    public void Parser_DetectsOtherDialects()
    {
        Assert.True(Fields().Count() > 10);
        Assert.NotEmpty(Faults("SELECT 1 LIMIT 1"));
        Assert.NotEmpty(Faults("INSERT INTO t (a) VALUES (1) ON CONFLICT DO NOTHING"));
    }

    [Fact]
    public void Migrations_AreTransactSql()
    {
        using var context = SqlServerModelTests.CreateContext();
        var script = context.GetService<IMigrator>().GenerateScript();
        Assert.Empty(Faults(script));
        var inner = Exec().Matches(script).Select(m => m.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(inner);
        Assert.All(inner, text => Assert.Empty(Faults(text)));
    }

    [Fact]
    public void StatementsOfOneServer_AreOnlyInItsFolder()
    {
        var source = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "src"));
        var wrong =
            from file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            let name = Path.GetRelativePath(source, file).Replace('\\', '/')
            where !name.Contains("/obj/", StringComparison.Ordinal) && !name.Contains("/bin/", StringComparison.Ordinal)
            where
                !name.StartsWith("TriageConsole.Data/Providers/", StringComparison.Ordinal)
                && !name.StartsWith("TriageConsole.Data/LocalPostgres/", StringComparison.Ordinal)
            where RawSql().IsMatch(File.ReadAllText(file))
            select name;
        Assert.Empty(wrong);
    }

    /// <summary>The client cannot open connections in invariant globalization mode.</summary>
    [Fact]
    public async Task Open_OfAClosedPort_ReportsANetworkError()
    {
        await using var connection = new SqlConnection(
            "Server=127.0.0.1,1;User Id=none;Password=none;Connect Timeout=2;ConnectRetryCount=0;Encrypt=false"
        );
        var fault = await Assert.ThrowsAsync<SqlException>(() => connection.OpenAsync());
        Assert.True(fault.Class >= 20 || fault.InnerException is not null, fault.ToString());
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private static IEnumerable<FieldInfo> Fields() =>
        from type in typeof(TriageDbContext).Assembly.GetTypes()
        where type.Namespace == "TriageConsole.Data.Providers.SqlServer" || type.Name == "PortableClaim"
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where field.FieldType == typeof(string) && Verb().IsMatch((string)field.GetValue(null)!)
        select field;

    private static List<string> Faults(string sql)
    {
        // A placeholder of EF. A transaction can be ended by another part of the statement.
        var text = Placeholder().Replace(sql, "@p$1");
        new TSql160Parser(initialQuotedIdentifiers: true, SqlEngineType.All).Parse(new StringReader(text), out var errors);
        return [.. errors.Select(e => $"line {e.Line}: {e.Message}")];
    }

    [GeneratedRegex(
        @"^\s*(SET|SELECT|UPDATE|INSERT|DELETE|MERGE|DECLARE|EXEC|WITH|IF)\b.*\b(FROM|INTO|SET|TRAN)\b",
        RegexOptions.Singleline
    )]
    private static partial Regex Verb();

    [GeneratedRegex(@"\{(\d+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"EXEC\('((?:[^']|'')*)'\)")]
    private static partial Regex Exec();

    [GeneratedRegex(@"\b(ExecuteSql\w*|SqlQuery\w*|FromSql\w*)\s*[<(]|using (Npgsql|Microsoft\.Data\.SqlClient)")]
    private static partial Regex RawSql();
}

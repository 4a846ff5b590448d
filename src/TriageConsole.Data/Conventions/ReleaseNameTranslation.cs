using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;
using TriageConsole.Core.Common;

namespace TriageConsole.Data.Conventions;

/// <summary>Translates <see cref="ReleaseName"/> in queries, so that the expression stands in one place for both servers.</summary>
internal static class ReleaseNameTranslation
{
    private static readonly RelationalTypeMapping Text = new StringTypeMapping("text", System.Data.DbType.String);

    public static void Apply(ModelBuilder builder)
    {
        builder.HasDbFunction(() => ReleaseName.OfModel(default, "")).HasTranslation(arguments => Model(arguments[0], arguments[1]));
        builder
            .HasDbFunction(() => ReleaseName.Of(default, default, ""))
            .HasTranslation(arguments => Coalesce(arguments[0], Model(arguments[1], arguments[2])));
    }

    private static CaseExpression Model(SqlExpression id, SqlExpression version) =>
        new(
            [new CaseWhenClause(new SqlUnaryExpression(ExpressionType.Equal, id, typeof(bool), BoolTypeMapping.Default), version)],
            Join(Join(id, new SqlConstantExpression("@", Mapping(id))), version)
        );

    private static SqlFunctionExpression Coalesce(SqlExpression first, SqlExpression second) =>
        new("COALESCE", [first, second], nullable: true, argumentsPropagateNullability: [false, false], typeof(string), Mapping(first));

    private static SqlBinaryExpression Join(SqlExpression first, SqlExpression second) =>
        new(ExpressionType.Add, first, second, typeof(string), Mapping(first));

    private static RelationalTypeMapping Mapping(SqlExpression expression) => expression.TypeMapping ?? Text;
}

using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace TriageConsole.Tests.Tables;

[Collection(typeof(TableGroup))]
public sealed class TableFormatTests(TableWorld world)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Csv_HasEveryRowExactly()
    {
        using var response = await world.GetAsync("?format=csv");
        Assert.Equal("text/csv; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var unusual = "say \"\"hi\"\", then;\nleave";
        Assert.Equal(
            "\uFEFFtrace_id,task_id,session_id,user_id,timestamp,received_at,country,segment,shadow,propensity,consent_scope,output_tokens,"
                + "client_latency_ms,server_latency_ms,cost,currency,error_kind,error_class,suspicion_score,needs_review,outcome_metric,"
                + "outcome_value,labels,release,model_id,model_version,served_model,prompt_version,knowledge_version,deployment_id,"
                + "signal.derived.error,signal_text.derived.error,signal_count.derived.error,"
                + $"\"signal.explicit.={unusual}\",\"signal_text.explicit.={unusual}\",\"signal_count.explicit.={unusual}\","
                + "signal.explicit.rating,signal_count.explicit.rating,signal.outcome.solved,signal_count.outcome.solved,"
                + "label.correct,label_probability.correct,label_count.correct,component.index_snapshot.articles\r\n"
                + "t1,k-t1,,ann,2026-11-19T10:00:00.0000000+00:00,2026-11-20T12:00:00.0000000+00:00,DE,,false,,,12,,,,,,"
                + ",0.204,false,solved,"
                + $"1,3,r1,gpt,v1,,,,,,,0,,,0,2,2,1,1,yes,{world.Probability},3,2026-11-01\r\n"
                + "t2,k-t2,,,2026-11-19T11:00:00.0000000+00:00,2026-11-20T12:00:00.0000000+00:00,,'=2+2,false,,,,120.5,,"
                + ",,,,0,false,,,1,,,v1,"
                + $",,,,,,0,,\"no, \"\"thanks\"\"\",1,,0,,0,no,{world.ProbabilityOfOne},1,\r\n"
                + "t3,k-t3,,,2026-11-20T10:00:00.0000000+00:00,2026-11-20T12:00:00.0000000+00:00,,,true,,,,,,,,timeout,,"
                + "0.7,true,,,0,,,v1,,,"
                + ",,,timeout,1,,,0,,0,,0,,,0,\r\n",
            await TextAsync(response)
        );
    }

    [Fact]
    public async Task Ndjson_HasEveryRowExactly()
    {
        using var response = await world.GetAsync("");
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.ToString());
        // A blank line ends a row; the other line breaks are only here.
        var rows = $$"""
            {"trace_id":"t1","task_id":"k-t1","user_id":"ann","timestamp":"2026-11-19T10:00:00+00:00",
            "received_at":"2026-11-20T12:00:00+00:00","country":"DE","shadow":false,"output_tokens":12,"suspicion_score":0.204,
            "needs_review":false,"outcome_metric":"solved","outcome_value":1,"labels":3,"release":"r1","model_id":"gpt",
            "model_version":"v1",
            "signal_count.derived.error":0,"signal_count.explicit.=say \"hi\", then;\nleave":0,"signal.explicit.rating":2,
            "signal_count.explicit.rating":2,"signal.outcome.solved":1,"signal_count.outcome.solved":1,"label.correct":"yes",
            "label_probability.correct":{{world.Probability}},"label_count.correct":3,"component.index_snapshot.articles":"2026-11-01"}

            {"trace_id":"t2","task_id":"k-t2","timestamp":"2026-11-19T11:00:00+00:00","received_at":"2026-11-20T12:00:00+00:00",
            "segment":"=2+2","shadow":false,"client_latency_ms":120.5,"suspicion_score":0,"needs_review":false,"labels":1,
            "model_version":"v1","signal_count.derived.error":0,"signal_text.explicit.=say \"hi\", then;\nleave":"no, \"thanks\"",
            "signal_count.explicit.=say \"hi\", then;\nleave":1,"signal_count.explicit.rating":0,"signal_count.outcome.solved":0,
            "label.correct":"no","label_probability.correct":{{world.ProbabilityOfOne}},"label_count.correct":1}

            {"trace_id":"t3","task_id":"k-t3","timestamp":"2026-11-20T10:00:00+00:00","received_at":"2026-11-20T12:00:00+00:00",
            "shadow":true,"error_kind":"timeout","suspicion_score":0.7,"needs_review":true,"labels":0,"model_version":"v1",
            "signal_text.derived.error":"timeout","signal_count.derived.error":1,"signal_count.explicit.=say \"hi\", then;\nleave":0,
            "signal_count.explicit.rating":0,"signal_count.outcome.solved":0,"label_count.correct":0}

            """;
        Assert.Equal(
            string.Concat(
                rows.Split("\n\n").Select(r => r.Replace("\n", "", StringComparison.Ordinal)).Where(r => r.Length > 0).Select(r => r + "\n")
            ),
            await TextAsync(response)
        );
    }

    [Fact]
    public async Task Parquet_ReadBack_HasTheSameValuesWithTypes()
    {
        using var lines = await world.GetAsync("?format=ndjson");
        var expected = (await TextAsync(lines))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement);
        using var response = await world.GetAsync("?format=parquet");
        Assert.Equal("application/vnd.apache.parquet", response.Content.Headers.ContentType?.ToString());
        using var file = new MemoryStream(await response.Content.ReadAsByteArrayAsync(Cancelled));
        var rows = await ReadAsync(file);
        Assert.Equal(expected.Select(e => e.GetRawText()), rows.Select(r => JsonSerializer.Serialize(r, Relaxed)));
        file.Position = 0;
        await using var reader = await ParquetReader.CreateAsync(file, cancellationToken: Cancelled);
        Assert.Equal(typeof(double), reader.Schema.FindDataField("outcome_value").ClrType);
        Assert.Equal(typeof(DateTime), reader.Schema.FindDataField("timestamp").ClrType);
        Assert.Contains(reader.Schema.DataFields, f => f.Name == "signal.explicit." + TableWorld.Unusual);
    }

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The rows with the values that are set, in the order of the columns.</summary>
    internal static async Task<List<Dictionary<string, object>>> ReadAsync(Stream file)
    {
        var rows = new List<Dictionary<string, object>>();
        await using var reader = await ParquetReader.CreateAsync(file, leaveStreamOpen: true, cancellationToken: Cancelled);
        for (var g = 0; g < reader.RowGroupCount; g++)
        {
            using var group = reader.OpenRowGroupReader(g);
            var count = (int)group.RowCount;
            var part = Enumerable.Range(0, count).Select(_ => new Dictionary<string, object>(StringComparer.Ordinal)).ToList();
            foreach (var field in reader.Schema.DataFields)
            foreach (var (value, n) in (await ValuesAsync(group, field, count)).Select((v, n) => (v, n)))
                if (value is not null)
                    part[n][field.Name] = value;
            rows.AddRange(part);
        }

        return rows;
    }

    private static async Task<object?[]> ValuesAsync(ParquetRowGroupReader group, DataField field, int count)
    {
        if (field.ClrType == typeof(double))
            return [.. (await Read<double>()).Cast<object?>()];
        if (field.ClrType == typeof(long))
            return [.. (await Read<long>()).Cast<object?>()];
        if (field.ClrType == typeof(bool))
            return [.. (await Read<bool>()).Cast<object?>()];
        if (field.ClrType == typeof(DateTime))
            return [.. (await Read<DateTime>()).Select(t => t is { } at ? (object)new DateTimeOffset(at, TimeSpan.Zero) : null)];
        var texts = new string?[count];
        await group.ReadAsync(field, texts.AsMemory(), cancellationToken: Cancelled);
        return [.. texts.Cast<object?>()];

        async Task<T?[]> Read<T>()
            where T : struct
        {
            var values = new T?[count];
            await group.ReadAsync<T>(field, values.AsMemory(), cancellationToken: Cancelled);
            return values;
        }
    }

    private static async Task<string> TextAsync(HttpResponseMessage response) =>
        // A string would lose the byte order mark.
        System.Text.Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(Cancelled));
}

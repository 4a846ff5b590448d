using System.Text.Json;
using TriageConsole.Core.Datasets;

namespace TriageConsole.Features.Datasets;

/// <summary>The manifest of a version as canonical JSON: the policy, the identity, and each row with its hash, but no texts.</summary>
internal static class DatasetManifest
{
    public static byte[] Of(StoredVersion stored)
    {
        var version = stored.Version;
        var manifest = new
        {
            format = "triage-dataset-1",
            tenant = stored.Workflow.TenantKey,
            workflow = stored.Workflow.Key,
            dataset = stored.Dataset.Name,
            version = version.Number,
            identity = version.Identity,
            parent = version.ParentNumber,
            rebuild = version.IsRebuild,
            policy = JsonSerializer.Deserialize<JsonElement>(version.Policy),
            from = version.FromTime,
            to = version.ToTime,
            code_version = version.CodeVersion,
            created_at = version.CreatedAt,
            created_by = version.CreatedBy,
            rows = version.Rows,
            report = JsonSerializer.Deserialize<JsonElement>(version.Report),
            withheld = stored
                .Withheld.OrderBy(w => w.Key, StringComparer.Ordinal)
                .Select(w => new { key = w.Key, reason = w.Value == WithheldReason.Erased ? "erased" : "consent_withdrawn" }),
            items = stored.Items.Select(i => new
            {
                key = i.Key,
                task = i.TaskKey,
                split = i.Split,
                weight = i.Weight,
                pattern = i.Pattern,
                sha256 = i.RowHash,
                labels = stored.Labels[i.Place].Select(l => new { label = l.LabelId, revision = l.Revision }),
            }),
        };
        return CanonicalJson.Of(JsonSerializer.SerializeToElement(manifest));
    }
}

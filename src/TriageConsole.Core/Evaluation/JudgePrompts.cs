using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MathNet.Numerics.Distributions;
using TriageConsole.Core.Rubrics;

namespace TriageConsole.Core.Evaluation;

/// <summary>Identifies the prompt of a judge, and compares a suggested prompt with it on held-out tasks.</summary>
public static class JudgePrompts
{
    /// <summary>
    /// SHA-256 of everything that a judge is told except the rubric and the item: the wording of the protocol, the asked criteria and the
    /// instructions. A new version of the protocol is a new prompt.
    /// </summary>
    public static string Hash(IEnumerable<string> criteria, string instructions)
    {
        var item = new EvalCase("", "", null, new Dictionary<string, string>(), [], DateTimeOffset.UnixEpoch);
        var (system, user) = JudgeProtocol.Ask(new RubricDefinition("", "", []), item, instructions);
        return Hex(
            JsonSerializer.Serialize(
                new
                {
                    system,
                    user,
                    criteria,
                }
            )
        );
    }

    /// <summary>SHA-256 as lower-case hex.</summary>
    public static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>
    /// Whether the labels of a task are held out: a suggestion is not written from them, only tried on them. About half of the tasks,
    /// always the same ones.
    /// </summary>
    public static bool IsHeldOut(string taskId) => (SHA256.HashData(Encoding.UTF8.GetBytes("held-out\n" + taskId))[0] & 1) == 1;

    /// <summary>
    /// The normal quantile for the interval of a trial if several suggestions are tried on the same labels (Bonferroni): the best of many
    /// would otherwise look better by chance.
    /// </summary>
    public static double Quantile(int trials) => Normal.InvCDF(0, 1, 1 - (0.025 / Math.Max(1, trials)));
}

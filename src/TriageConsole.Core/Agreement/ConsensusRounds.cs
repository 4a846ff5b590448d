using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TriageConsole.Core.Agreement;

/// <summary>
/// The rounds of <see cref="DawidSkene"/>. Each round is one pass over the labels: the posterior of an item is immediately added to the
/// sums for the next estimate. Rows of categories are padded to whole vectors; the padding has probability 0.
/// </summary>
internal sealed class ConsensusRounds
{
    private static readonly int Lanes = Vector256<double>.Count;
    private readonly int items;
    private readonly int categories;

    /// <summary>The length of a padded row of categories.</summary>
    private readonly int width;

    /// <summary>The index of the first label of each item; the last entry is the number of labels.</summary>
    private readonly int[] start;

    /// <summary>For each label, ordered by item, the start of its row in <see cref="logs"/> and <see cref="sums"/>.</summary>
    private readonly int[] rows;

    /// <summary>Items × padded categories.</summary>
    private readonly double[] posteriors;

    /// <summary>By labeler, then the category of the label, then the true one, so that the data of one label is contiguous.</summary>
    private readonly double[] sums;
    private readonly double[] confusions;
    private readonly double[] logs;
    private readonly double[] priorSums;
    private readonly double[] priors;

    public ConsensusRounds(ReadOnlySpan<IndexedLabel> labels, int items, int labelers, int categories)
    {
        (this.items, this.categories) = (items, categories);
        width = (categories + Lanes - 1) / Lanes * Lanes;
        (posteriors, priorSums, priors) = (new double[items * width], new double[width], new double[width]);
        var size = labelers * categories * width;
        (sums, confusions, logs) = (new double[size], new double[size], new double[size]);
        (start, rows) = (new int[items + 1], new int[labels.Length]);
        foreach (var l in labels)
        {
            posteriors[(l.Item * width) + l.Category]++;
            start[l.Item + 1]++;
        }

        for (var i = 0; i < items; i++)
            start[i + 1] += start[i];
        var next = start[..^1];
        foreach (var l in labels)
            rows[next[l.Item]++] = ((l.Labeler * categories) + l.Category) * width;
        for (var i = 0; i < items; i++)
        {
            if (start[i] == start[i + 1])
                continue;
            Normalise(posteriors.AsSpan(i * width, width));
            AddToSums(i);
        }
    }

    /// <summary>Estimates priors and confusions from the sums, and clears the sums.</summary>
    public void Maximise()
    {
        priorSums.CopyTo(priors, 0);
        Normalise(priors);
        sums.CopyTo(confusions, 0);
        for (var labeler = 0; labeler < confusions.Length; labeler += categories * width)
            NormaliseLabeler(confusions.AsSpan(labeler, categories * width));
        for (var n = 0; n < logs.Length; n++)
            logs[n] = Math.Log(confusions[n]);
        Array.Clear(priorSums);
        Array.Clear(sums);
    }

    /// <summary>Computes the posterior of each item and adds it to the sums; returns the log-likelihood.</summary>
    public double Expect()
    {
        var shares = Array.ConvertAll(priors, Math.Log);
        double likelihood = 0,
            lost = 0;
        for (var i = 0; i < items; i++)
        {
            if (start[i] == start[i + 1])
                continue;
            AddLogs(i, shares);
            // Kahan summation: over millions of items a plain sum never converges.
            var term = Exponentiate(posteriors.AsSpan(i * width, width)) - lost;
            var sum = likelihood + term;
            (lost, likelihood) = (sum - likelihood - term, sum);
            AddToSums(i);
        }

        return likelihood;
    }

    public ConsensusResult Result(double likelihood, int rounds)
    {
        var table = new double[items, categories];
        for (var i = 0; i < items; i++)
        for (var c = 0; c < categories; c++)
            table[i, c] = start[i] < start[i + 1] ? posteriors[(i * width) + c] : priors[c];
        var each = new List<double[,]>();
        for (var labeler = 0; labeler < confusions.Length; labeler += categories * width)
        {
            var matrix = new double[categories, categories];
            for (var label = 0; label < categories; label++)
            for (var truth = 0; truth < categories; truth++)
                matrix[truth, label] = confusions[labeler + (label * width) + truth];
            each.Add(matrix);
        }

        return new ConsensusResult(table, priors[..categories], each, likelihood, rounds);
    }

    /// <summary>The unscaled logarithms of an item's posterior: the priors plus one row per label.</summary>
    private void AddLogs(int item, double[] shares)
    {
        ref var from = ref MemoryMarshal.GetArrayDataReference(logs);
        var own = rows.AsSpan(start[item], start[item + 1] - start[item]);
        var truth = posteriors.AsSpan(item * width, width);
        for (var lane = 0; lane < width; lane += Lanes)
        {
            var sum = Vector256.Create<double>(shares.AsSpan(lane));
            foreach (var row in own)
                sum += Vector256.LoadUnsafe(ref from, (nuint)(row + lane));
            sum.CopyTo(truth[lane..]);
        }
    }

    private void AddToSums(int item)
    {
        ref var to = ref MemoryMarshal.GetArrayDataReference(sums);
        var own = rows.AsSpan(start[item], start[item + 1] - start[item]);
        for (var lane = 0; lane < width; lane += Lanes)
        {
            var truth = Vector256.Create<double>(posteriors.AsSpan((item * width) + lane));
            (Vector256.Create<double>(priorSums.AsSpan(lane)) + truth).CopyTo(priorSums.AsSpan(lane));
            foreach (var row in own)
                (Vector256.LoadUnsafe(ref to, (nuint)(row + lane)) + truth).StoreUnsafe(ref to, (nuint)(row + lane));
        }
    }

    /// <summary>Converts logarithms to shares; returns the logarithm of their sum.</summary>
    private static double Exponentiate(Span<double> row)
    {
        var max = double.NegativeInfinity;
        foreach (var x in row)
            max = Math.Max(max, x);
        var offset = Vector256.Create(max);
        var total = Vector256<double>.Zero;
        for (var lane = 0; lane < row.Length; lane += Lanes)
        {
            var shares = Vector256.Exp(Vector256.Create<double>(row[lane..]) - offset);
            total += shares;
            shares.CopyTo(row[lane..]);
        }

        var sum = Vector256.Sum(total);
        var scale = Vector256.Create(1 / sum);
        for (var lane = 0; lane < row.Length; lane += Lanes)
            (Vector256.Create<double>(row[lane..]) * scale).CopyTo(row[lane..]);
        return max + Math.Log(sum);
    }

    private static void Normalise(Span<double> row)
    {
        double sum = 0;
        foreach (var x in row)
            sum += x;
        if (sum > 0)
            foreach (ref var x in row)
                x /= sum;
    }

    /// <summary>Normalises over the labels for each true category. A category that never was true has no estimate.</summary>
    private void NormaliseLabeler(Span<double> matrix)
    {
        for (var truth = 0; truth < categories; truth++)
        {
            double sum = 0;
            for (var label = 0; label < categories; label++)
                sum += matrix[(label * width) + truth];
            for (var label = 0; label < categories; label++)
                matrix[(label * width) + truth] = sum > 0 ? matrix[(label * width) + truth] / sum : 1d / categories;
        }
    }
}

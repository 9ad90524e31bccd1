namespace Florin;

using System.Collections.Immutable;

/// <summary>A cut-off and what it brings.</summary>
/// <param name="CutOff">The highest PD that is approved.</param>
/// <param name="ApprovalRate">Share of the applicants that is approved.</param>
/// <param name="BadRate">Bads among the approved.</param>
/// <param name="ExpectedBadRate">The mean PD of the approved.</param>
/// <param name="ExpectedProfit">By PD, for each applicant; null where nothing says what a loan earns.</param>
/// <param name="Profit">As it turned out, for each applicant; null as before.</param>
public sealed record StrategyPoint(double CutOff, double ApprovalRate, MetricValue BadRate, double ExpectedBadRate, double? ExpectedProfit,
    MetricValue? Profit);

/// <summary>What every approval rate would bring: applicants are approved by rising PD.</summary>
/// <param name="Model">Whose PD it is.</param>
/// <param name="Points">By rising approval rate; the last approves all.</param>
public sealed record StrategyCurve(string Model, ImmutableArray<StrategyPoint> Points)
{
    const int Steps = 40;

    internal static StrategyCurve Of(string model, ValuedRows rows)
    {
        int[] order = [.. Enumerable.Range(0, rows.Count).OrderBy(row => rows.Pds[row])];
        double all = order.Sum(rows.Weight), so = 0;
        List<double> cuts = [];
        double next = 1.0 / Steps;
        for (int at = 0; at < order.Length; at++)
        {
            so += rows.Weight(order[at]);
            if (at + 1 < order.Length && rows.Pds[order[at + 1]] == rows.Pds[order[at]] || so / all < next - 1e-12) continue;
            cuts.Add(rows.Pds[order[at]]);
            while (next <= so / all + 1e-12) next += 1.0 / Steps;
        }

        return new StrategyCurve(model, [.. cuts.Select(rows.At)]);
    }
}

/// <summary>Rows with PDs, outcomes and what a loan is worth.</summary>
/// <param name="Pds">Row by row.</param>
/// <param name="Bad">1 or 0.</param>
/// <param name="Weights">Null: each counts once.</param>
/// <param name="Gains">What a good earns; null: nothing says.</param>
/// <param name="Losses">What a bad costs; null with the gains.</param>
sealed record ValuedRows(double[] Pds, double[] Bad, double[]? Weights, double[]? Gains, double[]? Losses)
{
    public int Count => Pds.Length;

    public double Weight(int row) => Weights?[row] ?? 1;

    /// <summary>What approving a row is expected to be worth.</summary>
    public double Expected(int row) => (1 - Pds[row]) * Gains![row] - Pds[row] * Losses![row];

    /// <summary>What it was worth.</summary>
    public double Realised(int row) => Bad[row] == 1 ? -Losses![row] : Gains![row];

    public double Mean(Func<int, bool> among, Func<int, double> value)
    {
        (double sum, double weights) = (0, 0);
        for (int row = 0; row < Count; row++)
            if (among(row)) (sum, weights) = (sum + Weight(row) * value(row), weights + Weight(row));
        return weights == 0 ? 0 : sum / weights;
    }

    /// <summary>What approving these rows brings.</summary>
    public PolicyResult Result(string name, double? cut, Func<int, bool> approved) => new(name, cut,
        RowShares.Share(Count, _ => true, row => approved(row) ? 1 : 0, Weights),
        RowShares.Share(Count, approved, row => Bad[row], Weights), Mean(approved, row => Pds[row]),
        Gains is null ? null : Mean(_ => true, row => approved(row) ? Expected(row) : 0),
        Gains is null ? null : RowShares.Mean(Count, row => approved(row) ? Realised(row) : 0, Weights));

    public StrategyPoint At(double cut)
    {
        PolicyResult result = Result("", cut, row => Pds[row] <= cut);
        return new StrategyPoint(cut, result.ApprovalRate.Value ?? 0, result.BadRate, result.ExpectedBadRate, result.ExpectedProfit,
            result.Profit);
    }
}

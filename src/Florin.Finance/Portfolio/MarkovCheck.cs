namespace Florin;

using System.Collections.Immutable;

/// <summary>What became of loans over several months, beside what monthly moves alone would lead to.</summary>
/// <param name="From">The state at the start.</param>
/// <param name="To">The state at the end.</param>
/// <param name="Seen">The share of loans that went there, with Wilson's 95 % interval and the loans in the first state.</param>
/// <param name="Expected">The share by the power of the monthly matrix.</param>
public sealed record MarkovCell(string From, string To, MetricValue Seen, double Expected);

/// <summary>
/// Whether the next month depends on the present state alone, as powers of a monthly matrix take for granted. Two tests: <b>Cohorts</b>
/// hold what was seen over several months against the power of the monthly matrix; the matrix comes from the same loans, so that its
/// p-value is too large if anything. <b>Memory</b> asks whether the state of the month before changes where a loan goes next
/// (Anderson and Goodman 1957). Both are Pearson's chi-square; neighbouring cells are put together until 5 loans are expected in each.
/// </summary>
/// <param name="Months">Months of a cohort.</param>
/// <param name="Cells">Pairs of states, where loans began in the first.</param>
/// <param name="Cohorts">The test of the cohorts; null where too few loans were seen.</param>
/// <param name="Memory">The test of the month before; null where too few loans were seen.</param>
public sealed record MarkovCheck(int Months, ImmutableArray<MarkovCell> Cells, CalibrationTest? Cohorts, CalibrationTest? Memory)
{
    const double Least = 5;

    /// <summary>Tests a panel. Weights are not used, since tests count loans.</summary>
    /// <param name="panel">Loans month by month.</param>
    /// <param name="months">Months of a cohort, 2 to 120.</param>
    /// <exception cref="FlorinException">FLR1596: no such number of months; FLR1597: no loan was seen so long, or loans reach a state of
    /// which it was never seen what follows.</exception>
    public static MarkovCheck Of(LoanPanel panel, int months = 3)
    {
        ArgumentNullException.ThrowIfNull(panel);
        if (months is < 2 or > 120) throw PanelMoves.Unfit("the months of a cohort", months, "2 to 120");
        TransitionCounts monthly = Counted(panel, new TransitionOptions());
        var cohorts = new TransitionMatrix(Counted(panel, new TransitionOptions { Months = months }), months);
        var one = new TransitionMatrix(monthly, 1);
        ImmutableArray<double> power = one.Power(months);
        int size = one.Size;
        List<MarkovCell> cells = [];
        (double statistic, int degrees) = (0, 0);
        for (int from = 0; from < size; from++)
        {
            if (cohorts.Row(from) == 0) continue;
            for (int to = 0; to < size; to++)
                cells.Add(new MarkovCell(one.States[from], one.States[to], cohorts.Share(from, to), power[from * size + to]));
            (double own, int free) = OfRow([.. Enumerable.Range(0, size).Select(to => cohorts.Loans(from, to))],
                [.. Enumerable.Range(0, size).Select(to => cohorts.Row(from) * power[from * size + to])]);
            (statistic, degrees) = (statistic + own, degrees + free);
        }

        return new MarkovCheck(months, [.. cells], Test(statistic, degrees), MemoryOf(panel));
    }

    static TransitionCounts Counted(LoanPanel panel, TransitionOptions options)
    {
        var moves = new PanelMoves(panel, options);
        TransitionCounts counts = moves.Counts();
        moves.Each(1, move => counts.Add(move with { Weight = 1 }));
        return counts.Checked();
    }

    /// <summary>By present state: states before against states after.</summary>
    static CalibrationTest? MemoryOf(LoanPanel panel)
    {
        int size = panel.States.Length;
        var tables = new double[size][][];
        for (int now = 0; now < size; now++) tables[now] = [.. Enumerable.Range(0, size).Select(_ => new double[size])];
        var moves = new PanelMoves(panel, new TransitionOptions());
        bool[] final = moves.Counts().Final;
        moves.Each(2, _ => { }, (move, after) =>
        {
            if (!final[move.To]) tables[move.To][move.From][after]++;
        });
        (double statistic, int degrees) = (0, 0);
        foreach (double[][] table in tables)
        {
            (double own, int free) = OfTable(table);
            (statistic, degrees) = (statistic + own, degrees + free);
        }

        return Test(statistic, degrees);
    }

    static CalibrationTest? Test(double statistic, int degrees) => degrees == 0 ? null
        : new CalibrationTest(statistic, MetricMath.ChiSquareTail(statistic, degrees), degrees);

    /// <summary>Of counts against what is expected; the smallest cell joins the smaller of its neighbours until all are large
    /// enough.</summary>
    internal static (double Statistic, int Degrees) OfRow(double[] seen, double[] expected)
    {
        List<(double Seen, double Expected)> cells = [.. seen.Zip(expected)];
        while (cells.Count > 1 && cells.Min(cell => cell.Expected) < Least)
        {
            int least = Smallest([.. cells.Select(cell => cell.Expected)]),
                other = Neighbour([.. cells.Select(cell => cell.Expected)], least);
            cells[other] = (cells[other].Seen + cells[least].Seen, cells[other].Expected + cells[least].Expected);
            cells.RemoveAt(least);
        }

        return (cells.Count < 2 ? 0 : cells.Sum(cell => (cell.Seen - cell.Expected) * (cell.Seen - cell.Expected) / cell.Expected),
            cells.Count - 1);
    }

    /// <summary>Of a table of counts whose rows and columns may be independent; the smallest row or column joins the smaller of its
    /// neighbours until all expected counts are large enough.</summary>
    internal static (double Statistic, int Degrees) OfTable(double[][] counts)
    {
        List<double[]> rows = [.. counts];
        while (true)
        {
            double[] across = [.. rows.Select(row => row.Sum())], down = Sum(rows);
            double all = across.Sum();
            if (all == 0 || across.Length < 2 || down.Length < 2) return (0, 0);
            if (across.Min() * down.Min() / all >= Least)
                return (rows.Index().Sum(row => row.Item.Index().Sum(cell =>
                {
                    double expected = across[row.Index] * down[cell.Index] / all;
                    return (cell.Item - expected) * (cell.Item - expected) / expected;
                })), (across.Length - 1) * (down.Length - 1));
            rows = across.Min() <= down.Min() ? Joined(rows, across) : Turned(Joined(Turned(rows), down));
        }
    }

    static List<double[]> Joined(List<double[]> rows, double[] sums)
    {
        int least = Smallest(sums), other = Neighbour(sums, least);
        List<double[]> joined = [.. rows];
        joined[other] = [.. rows[other].Zip(rows[least], (one, two) => one + two)];
        joined.RemoveAt(least);
        return joined;
    }

    static List<double[]> Turned(List<double[]> rows) => [.. Enumerable.Range(0, rows[0].Length).Select(at =>
        rows.Select(row => row[at]).ToArray())];

    static double[] Sum(List<double[]> rows) => [.. Enumerable.Range(0, rows[0].Length).Select(at => rows.Sum(row => row[at]))];

    static int Smallest(double[] values) => Array.IndexOf(values, values.Min());

    static int Neighbour(double[] values, int at) => at == 0 ? 1 : at == values.Length - 1 || values[at - 1] <= values[at + 1] ? at - 1
        : at + 1;
}

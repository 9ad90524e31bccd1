namespace Florin;

using System.Collections.Immutable;

/// <summary>New rows beside those that a model was made of.</summary>
/// <param name="Rows">New rows.</param>
/// <param name="Labelled">Whether their outcomes are known.</param>
/// <param name="Items">Everything that was checked, the worst first.</param>
public sealed record ModelCheck(int Rows, bool Labelled, ImmutableArray<CheckItem> Items)
{
    /// <summary>The worst verdict.</summary>
    public CheckVerdict Verdict => Items.Length == 0 ? CheckVerdict.Fine : Items.Max(item => item.Verdict);

    /// <summary>
    /// Checks rows: missing cells, unknown levels and amounts outside of the training rows' range; stability of score and columns; with
    /// outcomes
    /// the primary metric and the level, without them what the metric would be were the probabilities true. The score is compared with the
    /// scores of rows that the model did not see, columns with its training rows.
    /// </summary>
    /// <param name="model">A model with a <see cref="Model.Baseline"/>.</param>
    /// <param name="table">Rows with the model's columns, and the target where outcomes are known.</param>
    /// <param name="limits">When a limit is crossed; null: the defaults.</param>
    /// <param name="seed">Keys the bootstrap of metrics that have no formula for their error.</param>
    /// <param name="threads">Threads that score.</param>
    /// <param name="cancellation">Checked between bootstrap samples.</param>
    /// <exception cref="FlorinException">FLR0576: the model has no baseline; FLR0577: no rows; FLR0507, FLR0551, FLR0552: columns and cells
    /// that the model cannot read; FLR0565: an outcome that is none.</exception>
    public static ModelCheck Of(Model model, Table table, CheckLimits? limits = null, ulong seed = 0, int threads = 1,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        ModelBaseline baseline = model.Baseline ?? throw new FlorinException("FLR0576", "the model does not know what it was made of",
            "the model's baseline", "none", "make the model with florin run, or give it one with Model.WithBaseline");
        if (table.RowCount == 0)
            throw new FlorinException("FLR0577", "there is nothing to check", "the rows", "0 rows", "give one row or more");
        bool labelled = table.Contains(model.Target.Column) && table[model.Target.Column].MissingCount == 0;
        double[] scores = model.Score(table, threads);
        double[]? labels = labelled ? model.Target.Labels(table) : null;
        var rows = new JudgedRows(model.Target, scores, labels ?? new double[table.RowCount],
            Exposures: model.Target.ExposuresOf(table));
        limits ??= new CheckLimits();
        CheckItem score = Stability("score", baseline.Score.Compare(Told(rows)), limits);
        IEnumerable<CheckItem> items =
        [
            score,
            .. baseline.Columns.SelectMany(column => new ColumnCheck(model, column, limits).Of(table)),
            .. new PerformanceCheck(rows, baseline.Performance, limits, seed, score.Verdict == CheckVerdict.Crossed)
                .Of(labelled, cancellation),
        ];
        return new ModelCheck(table.RowCount, labelled, [.. items.OrderByDescending(item => item.Verdict)]);
    }

    /// <summary>The numbers of which a baseline keeps the distribution: one for each row.</summary>
    public static double[] Told(JudgedRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int outputs = rows.Target.Outputs;
        return outputs == 1 ? rows.Rates() : [.. Enumerable.Range(0, rows.Count).Select(row =>
            rows.Scores.AsSpan(row * outputs, outputs).ToArray().Max())];
    }

    internal static CheckItem Stability(string what, StabilityTable found, CheckLimits limits)
    {
        double psi = found.Psi;
        CheckVerdict verdict = psi <= found.Limit ? CheckVerdict.Fine : psi >= limits.Psi ? CheckVerdict.Crossed
            : psi >= limits.PsiLook ? CheckVerdict.Look : CheckVerdict.Fine;
        string reading = psi <= found.Limit ? "within chance" : verdict switch
        {
            CheckVerdict.Crossed => "shifted",
            CheckVerdict.Look => "moved",
            _ => "small",
        };
        if (verdict != CheckVerdict.Fine)
        {
            StabilityBin most = found.Bins.MaxBy(bin => bin.Psi)!;
            reading += FormattableString.Invariant($", most in {most.Name}: {most.Expected:P1} before, {most.Actual:P1} now");
        }

        return new CheckItem(what, "stability index", psi, null, Math.Max(limits.Psi, found.Limit), verdict, reading);
    }
}

/// <summary>The cells of one column.</summary>
sealed class ColumnCheck(Model model, ColumnBaseline baseline, CheckLimits limits)
{
    readonly ColumnEncoder encoder = model.Features.Encoders.Single(encoder => encoder.Column == baseline.Column);

    public IEnumerable<CheckItem> Of(Table table)
    {
        if (!table.Contains(baseline.Column))
        {
            yield return Rise("missing cells", 1, baseline.Missing, limits.Missing, table.RowCount);
            yield break;
        }

        Column column = table[baseline.Column];
        yield return Rise("missing cells", (double)column.MissingCount / column.Count, baseline.Missing, limits.Missing, column.Count);
        if (column.MissingCount == column.Count) yield break;
        if (encoder is CategoryEncoder levels)
        {
            string[] texts = ColumnCells.Texts(column);
            double unknown = texts.Count(text => text != ColumnCells.MissingText && !levels.Levels.Contains(text)) / (double)texts.Length;
            yield return Rise("unknown levels", unknown, Math.Max(0, baseline.Bins.Expected[^1] - baseline.Missing), limits.Unknown,
                column.Count);
            yield return ModelCheck.Stability(baseline.Column, baseline.Bins.Compare(texts), limits);
            yield break;
        }

        double[] amounts = ColumnCells.Amounts(column);
        if (encoder is NumberEncoder { Scale: QuantileScale scale } number && scale.X.Length > 2)
        {
            double outside = amounts.Count(value => (value < scale.X[0] || value > scale.X[^1]) && !number.Special.Contains(value))
                / (double)amounts.Length;
            yield return Rise("amounts outside the range", outside, null, limits.Outside, column.Count);
        }

        yield return ModelCheck.Stability(baseline.Column, baseline.Bins.Compare(amounts), limits);
    }

    /// <summary>A share that rose by more than the limit, and by more than chance.</summary>
    CheckItem Rise(string test, double now, double? before, double limit, int rows)
    {
        double was = before ?? 0, error = Math.Sqrt(Math.Max(was * (1 - was), 0.25 / rows) / rows);
        CheckVerdict verdict = now - was > limit && now - was > 2 * error ? CheckVerdict.Crossed
            : now - was > limit / 2 && now - was > 2 * error ? CheckVerdict.Look : CheckVerdict.Fine;
        string reading = FormattableString.Invariant($"{now:P1} of the rows") + (before is null ? ""
            : FormattableString.Invariant($", {was:P1} before"));
        return new CheckItem(baseline.Column, test, now, before, was + limit, verdict, reading);
    }
}

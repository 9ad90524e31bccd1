namespace Florin;

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>A characteristic of a scorecard: a column, its bins and their points.</summary>
/// <param name="Binning">The bins.</param>
/// <param name="Coefficient">Log odds of a bad for each unit of the weight of evidence: below 0 where better bins get more
/// points.</param>
/// <param name="StandardError">Of the coefficient; null where it was not fitted.</param>
/// <param name="PValue">Two-sided, that the coefficient is 0; null where it was not fitted.</param>
/// <param name="Points">By bin, in the order of <see cref="WoeBinning.Bins"/>.</param>
public sealed record Characteristic(WoeBinning Binning, double Coefficient, double? StandardError, double? PValue,
    ImmutableArray<double> Points)
{
    /// <summary>The column.</summary>
    [JsonIgnore]
    public string Column => Binning.Column;
}

/// <summary>A column that was looked at.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Iv">Information value; null where it has no bins.</param>
/// <param name="LeftOut">Why it is not in the scorecard; null: it is.</param>
public sealed record ScorecardColumn(string Column, double? Iv, string? LeftOut);

/// <summary>How well points rank and how true their PDs are.</summary>
/// <param name="Auc">Area under the ROC curve; null where it is not defined, as the others.</param>
/// <param name="Ks">Kolmogorov–Smirnov distance.</param>
/// <param name="Brier">Brier score.</param>
/// <param name="LogLoss">Log-loss.</param>
public sealed record ScorecardMetrics(double? Auc, double? Ks, double? Brier, double? LogLoss);

/// <summary>What rounding the points costs on some rows.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Exact">With exact points.</param>
/// <param name="Points">With the points of the card.</param>
/// <param name="LargestPdChange">The largest difference of a row's two PDs.</param>
public sealed record ScorecardCheck(int Rows, ScorecardMetrics Exact, ScorecardMetrics Points, double LargestPdChange);

/// <summary>Points and PD of rows.</summary>
/// <param name="Points">Row by row; more are better.</param>
/// <param name="Pd">Row by row: what the scale says of the points.</param>
public sealed record ScorecardScores(double[] Points, double[] Pd);

/// <summary>
/// A scorecard: points for the bins of columns, from a logistic regression on their weights of evidence. The sum of the points stands for
/// a PD by <see cref="Scale"/>. Immutable, safe to use from many threads; printed, it is a table that a person can sign. It holds no
/// customer.
/// </summary>
public sealed record Scorecard
{
    /// <summary>What is bad.</summary>
    public required BinaryTarget Target { get; init; }

    /// <summary>What points mean.</summary>
    public required PointsScale Scale { get; init; }

    /// <summary>Where the constant stands.</summary>
    public required PointsLayout Layout { get; init; }

    /// <summary>Log odds of a bad where every weight of evidence is 0.</summary>
    public required double Intercept { get; init; }

    /// <summary>Points that everyone gets.</summary>
    public required double BasePoints { get; init; }

    /// <summary>Whether points are rounded to whole numbers.</summary>
    public required bool Rounded { get; init; }

    /// <summary>The characteristics, the one with the highest information value first. None: no column says enough, and everyone has the
    /// base points.</summary>
    public required ImmutableArray<Characteristic> Characteristics { get; init; }

    /// <summary>Every column that was looked at, in or out, by falling information value.</summary>
    public required ImmutableArray<ScorecardColumn> Columns { get; init; }

    /// <summary>What whoever signs it must know beside the table.</summary>
    public required ImmutableArray<string> Remarks { get; init; }

    /// <summary>What rounding costs on the rows it was learned from.</summary>
    public ScorecardCheck? Training { get; init; }

    /// <summary>Fewest and most points that a row can have.</summary>
    [JsonIgnore]
    public (double Least, double Most) Range => (BasePoints + Characteristics.Sum(each => each.Points.Min()),
        BasePoints + Characteristics.Sum(each => each.Points.Max()));

    /// <summary>Makes a scorecard.</summary>
    /// <param name="target">What is bad.</param>
    /// <param name="train">The rows to learn from, with their weights where the schema has some; the features of the schema are looked
    /// at.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="FlorinException">FLR1502: an option; FLR1503: rows with one outcome only.</exception>
    public static Scorecard Fit(BinaryTarget target, TrainRows train, ScorecardOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(train);
        options ??= new ScorecardOptions();
        options.Check();
        return new ScorecardFit(target, train, options, cancellation).Card();
    }

    /// <summary>Points and PD of a table's rows.</summary>
    /// <exception cref="FlorinException">FLR0512: columns that are not there; FLR1505: a column of another kind.</exception>
    public ScorecardScores Score(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        string[] absent = [.. Characteristics.Select(each => each.Column).Where(name => !table.Contains(name))];
        if (absent.Length > 0) throw DataErrors.Absent("the scorecard", absent, [.. table.Names]);
        double[] points = new double[table.RowCount];
        Array.Fill(points, BasePoints);
        foreach (Characteristic each in Characteristics)
            foreach ((int row, int bin) in each.Binning.BinsOf(table[each.Column]).Index()) points[row] += each.Points[bin];
        return new ScorecardScores(points, [.. points.Select(Scale.Pd)]);
    }

    /// <summary>The same card with points that are not rounded.</summary>
    public Scorecard Exact() => Rounded ? ScorecardPoints.Placed(this) : this;

    /// <summary>The same card with whole points.</summary>
    public Scorecard Whole() => Rounded ? this : ScorecardPoints.Whole(this);

    /// <summary>Judges the card on rows whose outcome is known, with its points and with exact ones.</summary>
    /// <param name="table">Rows with the target.</param>
    /// <param name="weights">0 or more for each; empty: each counts once.</param>
    /// <exception cref="FlorinException">As for <see cref="Score"/>; FLR0565: a row without outcome.</exception>
    public ScorecardCheck Check(Table table, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        double[] bad = Target.Labels(table), exact = Exact().Score(table).Pd, own = Score(table).Pd;
        return new ScorecardCheck(bad.Length, Judge(exact, bad, weights), Judge(own, bad, weights),
            exact.Zip(own, (one, other) => Math.Abs(one - other)).DefaultIfEmpty().Max());
    }

    /// <summary>As a query in standard SQL: one CASE expression for each characteristic, names quoted.</summary>
    /// <param name="table">The table of the applicants: one name, which is quoted.</param>
    /// <param name="keep">Columns of it that the query gives, too, such as the id.</param>
    /// <returns>A SELECT with the kept columns, <c>points</c> and <c>pd</c>. Without rounding the last digits may differ from
    /// <see cref="Score"/>. Missing is NULL; texts are compared as they are. EXP is that of SQL:2003.</returns>
    public string ToSql(string table, params IReadOnlyList<string> keep)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        ArgumentNullException.ThrowIfNull(keep);
        return ScorecardSql.Of(this, table, keep);
    }

    /// <summary>Writes the card as a table for a spreadsheet, a line for each bin. Texts that a spreadsheet would run are
    /// neutralised.</summary>
    public void WriteCsv(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ScorecardTable.Csv(this, writer);
    }

    /// <summary>Writes the file of <see cref="WriteCsv"/>: the whole one, or none.</summary>
    public void SaveCsv(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Storage.AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new System.Text.UTF8Encoding(false), leaveOpen: true);
            ScorecardTable.Csv(this, writer);
        });
    }

    /// <summary>As JSON that <see cref="FromJson"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, CreditJson.Default.Scorecard);

    /// <summary>Reads JSON.</summary>
    /// <exception cref="FlorinException">FLR1506: it is no scorecard, or its parts do not fit together.</exception>
    public static Scorecard FromJson(string json)
    {
        Scorecard card = CreditJson.Read(json, CreditJson.Default.Scorecard, "a scorecard");
        return card.Problem() is { } problem ? throw CreditJson.Unfit("a scorecard", problem) : card;
    }

    /// <summary>The table that is signed.</summary>
    public override string ToString() => ScorecardTable.Of(this);

    string? Problem()
    {
        if (Target is null || Scale is null || Characteristics.IsDefault || Columns.IsDefault || Remarks.IsDefault)
            return "a part is missing";
        Scale.Check();
        if (!double.IsFinite(Intercept) || !double.IsFinite(BasePoints)) return "a number is not finite";
        foreach (Characteristic each in Characteristics)
        {
            if (each?.Binning is null || each.Points.IsDefault) return "a characteristic without bins or points";
            if (each.Binning.Problem() is { } problem) return problem;
            if (each.Points.Length != each.Binning.Bins.Length || !each.Points.All(double.IsFinite) || !double.IsFinite(each.Coefficient))
                return $"the points of \"{each.Column}\" are not those of its bins";
        }

        return Characteristics.Select(each => each.Column).Distinct().Count() == Characteristics.Length ? null
            : "a column stands there twice";
    }

    internal static ScorecardMetrics Judge(double[] pd, double[] bad, ReadOnlySpan<double> weights)
    {
        if (bad.Length == 0) return new ScorecardMetrics(null, null, null, null);
        var rows = new BinaryRows(pd, bad, weights);
        return new ScorecardMetrics(BinaryMetrics.Auc(rows), BinaryMetrics.Ks(rows), BinaryMetrics.Brier(rows),
            BinaryMetrics.LogLoss(rows));
    }
}

namespace Florin;

/// <summary>The two columns that tell how long a loan was seen and how that ended.</summary>
/// <param name="Duration">Periods in which it was seen, 1 or more: a default is in the last of them.</param>
/// <param name="Event">1 where the last period ended in default, 0 where the loan came through it and was not seen after.</param>
public sealed record HazardColumns(string Duration, string Event);

/// <summary>
/// When loans default: a net whose output is the hazard, the probability of a default in a period among loans without one before. Each loan
/// becomes a row for every period in which it was seen, with the number of the period as an input; a log-loss on those rows is the loss of
/// the loans. From the hazards follow survival, lifetime PD (<see cref="TermStructure"/>) and expected losses
/// (<see cref="EclCalculator"/>).
/// </summary>
public sealed class HazardModel : IDisposable
{
    /// <summary>The input that tells the period, from 1.</summary>
    public const string Period = "period";

    readonly HazardColumns columns;

    HazardModel(Model model, HazardColumns columns, int longest) => (Model, this.columns, Longest) = (model, columns, longest);

    /// <summary>The model of rows that are loans in periods.</summary>
    public Model Model { get; }

    /// <summary>The last period that it learned from; beyond it hazards are a guess.</summary>
    public int Longest { get; }

    /// <summary>Learns from loans. All periods of a loan are on one side of the split, as the loans were split before.</summary>
    /// <param name="plan">Network, training, features; "period" may be among the categorical features.</param>
    /// <param name="columns">How long each loan was seen, and how it ended.</param>
    /// <param name="train">Loans to learn from, one row each.</param>
    /// <param name="validation">Loans that decide when to stop.</param>
    /// <param name="progress">Told after each epoch.</param>
    /// <param name="cancellation">Checked every step.</param>
    /// <exception cref="FlorinException">FLR1546: a duration or an event that is none, or a column that is called "period"; and what
    /// training throws.</exception>
    public static HazardModel Fit(ModelPlan plan, HazardColumns columns, TrainRows train, TrainRows validation,
        IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        TrainRows periods = Expanded(train, columns);
        var target = new BinaryTarget(columns.Event, "1", "0");
        // Nets over folds would deal the periods of one loan to several of them.
        Model model = (plan with { Folds = 1 }).Fit(target, periods, Expanded(validation, columns), progress, cancellation);
        return new HazardModel(model, columns, (int)periods.Table.Number(Period).Values.ToArray().Max());
    }

    /// <summary>Loans as rows of periods: every loan once for each period in which it was seen, with the number of the period; the event
    /// column is 1 in the period of a default alone.</summary>
    /// <exception cref="FlorinException">FLR1546: a duration or an event that is none, or a column that is called "period".</exception>
    public static Table PersonPeriods(Table loans, HazardColumns columns)
    {
        ArgumentNullException.ThrowIfNull(loans);
        ArgumentNullException.ThrowIfNull(columns);
        double[] durations = loans.Number(columns.Duration).Values.ToArray(), events = loans.Number(columns.Event).Values.ToArray();
        for (int row = 0; row < loans.RowCount; row++)
        {
            if (!(durations[row] is >= 1 and <= 1200 && double.IsInteger(durations[row])))
                throw Unfit(loans, row, columns.Duration, "give a whole number of periods, 1 to 1200");
            if (events[row] is not (0 or 1)) throw Unfit(loans, row, columns.Event, "give 1 for a default, else 0");
        }

        (Table table, int[] of, double[] period) = Periods(loans, row => (int)durations[row]);
        return table.With(new NumberColumn(columns.Event,
            [.. of.Select((loan, at) => events[loan] == 1 && period[at] == durations[loan] ? 1.0 : 0)]));
    }

    /// <summary>The hazards of loans, whatever their age; columns of outcomes are not needed.</summary>
    /// <param name="loans">One row each.</param>
    /// <param name="periods">Periods from 1, at least 1.</param>
    /// <param name="threads">Threads; the result does not depend on it.</param>
    /// <exception cref="FlorinException">FLR1540: no period; FLR0507: a column is not there.</exception>
    public TermStructure[] Curves(Table loans, int periods, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(loans);
        CreditCheck.Demand(periods is >= 1 and <= 1200, "a number of periods", periods, "1 to 1200");
        double[] hazards = Model.Score(Periods(loans, _ => periods).Table, threads);
        return [.. Enumerable.Range(0, loans.RowCount).Select(row => new TermStructure(hazards.AsSpan(row * periods, periods)))];
    }

    /// <summary>Minus the mean log-likelihood of what became of loans, by loan: less is better.</summary>
    /// <exception cref="FlorinException">FLR1546: a duration or an event that is none.</exception>
    public double Loss(Table loans, int threads = 1)
    {
        Table periods = PersonPeriods(loans, columns);
        double[] hazards = Model.Score(periods, threads), events = periods.Number(columns.Event).Values.ToArray();
        double sum = 0;
        for (int at = 0; at < hazards.Length; at++) sum -= MetricMath.Log(events[at] == 1 ? hazards[at] : 1 - hazards[at]);
        return sum / loans.RowCount;
    }

    /// <summary>Frees the nets.</summary>
    public void Dispose() => Model.Dispose();

    static TrainRows Expanded(TrainRows loans, HazardColumns columns)
    {
        Table periods = PersonPeriods(loans.Table, columns);
        ColumnRoles given = loans.Schema.Given;
        return new TrainRows(periods, Schema.Of(periods, given with
        {
            Target = columns.Event,
            Positive = "1",
            Drop = [.. given.Drop, columns.Duration],
        }));
    }

    static (Table Table, int[] Of, double[] Period) Periods(Table loans, Func<int, int> count)
    {
        if (loans.Contains(Period))
            throw new FlorinException("FLR1546", "a column has the name of the input that counts periods", $"column \"{Period}\"",
                "a column of the loans", "call it something else");
        int[] of = [.. Enumerable.Range(0, loans.RowCount).SelectMany(row => Enumerable.Repeat(row, count(row)))];
        double[] period = [.. Enumerable.Range(0, loans.RowCount).SelectMany(row => Enumerable.Range(1,
            count(row)).Select(number => (double)number))];
        return (loans.Rows(of).With(new NumberColumn(Period, period)), of, period);
    }

    static FlorinException Unfit(Table loans, int row, string column, string fix) => new("FLR1546", "a loan has no history",
        FormattableString.Invariant($"row {loans.RowNumber(row)}, column \"{column}\""), "a missing cell or another number", fix);
}

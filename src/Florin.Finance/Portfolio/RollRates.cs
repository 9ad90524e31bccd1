namespace Florin;

using System.Collections.Immutable;

/// <summary>What becomes of the loans of a state within a month.</summary>
/// <param name="State">The state.</param>
/// <param name="Loans">Loans in it that were seen a month later, by weight.</param>
/// <param name="Balance">What they owed.</param>
/// <param name="Worse">The share that rolled into a worse one, default among them, with its 95 % interval.</param>
/// <param name="Same">The share that stayed.</param>
/// <param name="Better">The share that got better, repaid loans left out.</param>
/// <param name="PaidOff">The share that was repaid.</param>
/// <param name="BalanceWorse">The share of what they owed that rolled into a worse one.</param>
public sealed record RollRate(string State, double Loans, double Balance, MetricValue Worse, MetricValue Same, MetricValue Better,
    MetricValue PaidOff, MetricValue BalanceWorse);

/// <summary>A month and the moves into it.</summary>
/// <param name="Month">The first day of the month that loans entered.</param>
/// <param name="Moves">From the month before.</param>
public sealed record MonthlyTransitions(DateOnly Month, TransitionMatrix Moves);

/// <summary>Roll rates: the moves of loans between buckets from month to month, of each month and of all together.</summary>
public sealed class RollRates
{
    readonly LoanPanel panel;

    RollRates(LoanPanel panel, TransitionMatrix pooled, ImmutableArray<MonthlyTransitions> months)
    {
        (this.panel, Pooled, Months) = (panel, pooled, months);
        Rates = [.. Enumerable.Range(0, pooled.Size).Where(state => !pooled.IsFinal(state)).Select(state => Of(pooled, state))];
    }

    /// <summary>All moves, each loan in each month counted alike.</summary>
    public TransitionMatrix Pooled { get; }

    /// <summary>Month by month; a month without a move is not there.</summary>
    public ImmutableArray<MonthlyTransitions> Months { get; }

    /// <summary>By state that loans can leave.</summary>
    public ImmutableArray<RollRate> Rates { get; }

    /// <summary>Counts the moves of a panel from each month to the next.</summary>
    /// <param name="panel">Loans month by month.</param>
    /// <param name="options">Their <see cref="TransitionOptions.Months"/> are 1.</param>
    /// <exception cref="FlorinException">FLR1596: options of several months; FLR1597: no loan was seen in two months.</exception>
    public static RollRates Of(LoanPanel panel, TransitionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(panel);
        options ??= new TransitionOptions();
        if (options.Months != 1) throw PanelMoves.Unfit("the months of a roll rate", options.Months, "1, or use TransitionMatrix");
        var moves = new PanelMoves(panel, options);
        TransitionCounts all = moves.Counts();
        var months = new SortedDictionary<int, TransitionCounts>();
        moves.Each(1, move =>
        {
            if (!months.TryGetValue(move.Month, out TransitionCounts? counts)) months[move.Month] = counts = moves.Counts();
            counts.Add(move);
            all.Add(move);
        });
        return new RollRates(panel, new TransitionMatrix(all.Checked(), 1),
            [.. months.Select(month => new MonthlyTransitions(LoanPanel.Day(month.Key), new TransitionMatrix(month.Value, 1)))]);
    }

    /// <summary>The mean over months of the share that goes from one state to another. The 95 % interval is Student's, from how the months
    /// differ: where it is wider than that of <see cref="Pooled"/>, months differ by more than chance.</summary>
    /// <param name="from">A state.</param>
    /// <param name="to">A state.</param>
    /// <param name="halfLife">Months after which a month counts half, above 0; null: all months count alike.</param>
    /// <returns>N is the number of months with loans in the state; without a second month there is no interval.</returns>
    /// <exception cref="FlorinException">FLR1594: there is no such state; FLR1596: no half-life.</exception>
    public MetricValue Mean(string from, string to, double? halfLife = null)
    {
        if (halfLife is { } half && !(half > 0))
            throw new FlorinException("FLR1596", "this cannot be a half-life", "halfLife", null, "give months above 0, or null");
        int last = LoanPanel.Month(Months[^1].Month);
        (double Share, double Weight)[] all =
        [
            .. Months.Select(month => (month.Moves.Share(from, to).Value, Weight: halfLife is null ? 1
                    : MetricMath.Exp((LoanPanel.Month(month.Month) - last) / halfLife.Value * MetricMath.Log(2))))
                .Where(month => month.Value is not null).Select(month => (month.Value!.Value, month.Weight)),
        ];
        if (all.Length == 0) return new MetricValue(null, null, null, 0);
        double sum = all.Sum(month => month.Weight), mean = all.Sum(month => month.Weight * month.Share) / sum;
        if (all.Length == 1) return new MetricValue(mean, null, null, 1);
        double spread = all.Sum(month => Square(month.Weight * (month.Share - mean)));
        double reach = MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, all.Length - 1, 0.975)
            * Math.Sqrt(spread * all.Length / (all.Length - 1)) / sum;
        return new MetricValue(mean, Math.Max(0, mean - reach), Math.Min(1, mean + reach), all.Length);
    }

    /// <summary>The rate of a state.</summary>
    /// <exception cref="FlorinException">FLR1594: there is no such state that loans can leave.</exception>
    public RollRate this[string state] => Rates.FirstOrDefault(rate => rate.State == state) ?? throw new FlorinException("FLR1594",
        "there is no such state that loans can leave", "state", $"\"{state}\"", "use one of "
            + string.Join(", ", Rates.Select(rate => rate.State)));

    /// <summary>"30-59: 45.1 % worse, 22.0 % same, 30.0 % better", a line for each state.</summary>
    public override string ToString() => string.Join("\n", Rates.Where(rate => rate.Loans > 0).Select(rate => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{rate.State}: {100 * rate.Worse.Value:F1} % worse, "
            + $"{100 * rate.Same.Value:F1} % same, {100 * rate.Better.Value:F1} % better, {100 * rate.PaidOff.Value:F1} % paid off, n = "
            + $"{rate.Loans:N0}")));

    /// <summary>The rate of a state in moves of its own, such as those of one month.</summary>
    internal RollRate Of(TransitionMatrix moves, int state)
    {
        int paid = panel.PaidOffState;
        double balance = Enumerable.Range(0, moves.Size).Sum(to => moves.Balance(moves.States[state], moves.States[to]));
        return new RollRate(moves.States[state], moves.Row(state), balance, moves.Share(state, to => to > state && to != paid),
            moves.Share(state, to => to == state), moves.Share(state, to => to < state), moves.Share(state, to => to == paid),
            moves.Share(state, to => to > state && to != paid, byBalance: true));
    }

    static double Square(double value) => value * value;
}

namespace Florin;

using System.Collections.Immutable;

/// <summary>A loan that goes from a state to another.</summary>
readonly record struct Move(int Loan, int Month, int From, int To, double Weight, double Balance);

/// <summary>Moves added up.</summary>
sealed class TransitionCounts(ImmutableArray<string> states, bool[] final)
{
    public ImmutableArray<string> States { get; } = states;
    public bool[] Final { get; } = final;

    /// <summary>From row by row to column.</summary>
    public double[] Loans { get; } = new double[states.Length * states.Length];
    public double[] Balances { get; } = new double[states.Length * states.Length];

    /// <summary>Sums of squares by row, which tell how many equal loans would be as sure.</summary>
    public double[] LoanSquares { get; } = new double[states.Length];
    public double[] BalanceSquares { get; } = new double[states.Length];

    public void Add(Move move)
    {
        int cell = move.From * States.Length + move.To;
        double owed = move.Weight * move.Balance;
        Loans[cell] += move.Weight;
        Balances[cell] += owed;
        LoanSquares[move.From] += move.Weight * move.Weight;
        BalanceSquares[move.From] += owed * owed;
    }

    public double Row(int from) => Loans.AsSpan(from * States.Length, States.Length).ToArray().Sum();

    public MetricValue Share(double[] amounts, double[] squares, int from, Func<int, bool> to)
    {
        (double all, double part) = (0, 0);
        for (int at = 0; at < States.Length; at++)
        {
            double amount = amounts[from * States.Length + at];
            all += amount;
            if (to(at)) part += amount;
        }

        return all > 0 ? new Rate(Math.Min(1, part / all), all * all / squares[from]).Interval() : new MetricValue(null, null, null, 0);
    }

    public TransitionCounts Checked() => Loans.Any(count => count > 0) ? this
        : throw new FlorinException("FLR1597", "no loan was seen in one month and again after", "panel", "no change of state",
            "give more months, or look over fewer");
}

/// <summary>Goes through the moves of a panel.</summary>
sealed class PanelMoves
{
    readonly LoanPanel panel;
    readonly TransitionOptions options;
    readonly int[] state;
    readonly ImmutableArray<string> states;
    readonly bool[] final;
    readonly int first, last;

    public PanelMoves(LoanPanel panel, TransitionOptions options)
        : this(panel, options, panel.State, panel.States, [.. panel.States.Select((_, at) =>
            at == panel.PaidOffState || options.DefaultIsFinal && at == panel.DefaultState)])
    {
    }

    public PanelMoves(LoanPanel panel, TransitionOptions options, int[] state, ImmutableArray<string> states, bool[] final)
    {
        if (options.Months is < 1 or > 120) throw Unfit("a number of months", options.Months, "1 to 120");
        (this.panel, this.options, this.state, this.states, this.final) = (panel, options, state, states, final);
        first = Math.Max(panel.First, options.From is { } from ? LoanPanel.Month(from) : panel.First);
        last = Math.Min(panel.Last, options.To is { } to ? LoanPanel.Month(to) : panel.Last);
    }

    public TransitionCounts Counts() => new(states, final);

    /// <summary>Every move, loan by loan; from final states none.</summary>
    /// <param name="windows">Windows behind one another that must all be seen, 1 or more: of 2, each move is followed by a second.</param>
    /// <param name="each">Told of every move.</param>
    /// <param name="second">Told of the state after the second window.</param>
    public void Each(int windows, Action<Move> each, Action<Move, int>? second = null)
    {
        int step = options.Overlap ? 1 : options.Months;
        for (int loan = 0; loan < panel.Loans; loan++)
        {
            (int start, int[] path) = panel.Path(loan, state, final);
            int offset = options.Overlap || start <= first ? 0 : (step - (start - first) % step) % step;
            for (int month = Math.Max(start, first) + offset; ; month += step)
            {
                int at = month - start, end = at + options.Months;
                if (month + windows * options.Months > last || end + (windows - 1) * options.Months >= path.Length) break;
                if (final[path[at]]) break;
                int row = panel.Order[panel.Starts[loan] + at];
                var move = new Move(loan, month + options.Months, path[at], path[end], panel.Cells.Weight?[row] ?? 1,
                    panel.Cells.Balance[row]);
                each(move);
                second?.Invoke(move, path[end + (windows - 1) * options.Months]);
            }
        }
    }

    public static FlorinException Unfit(string what, int found, string fix) => new("FLR1596", $"this cannot be {what}", what,
        found.ToString(System.Globalization.CultureInfo.InvariantCulture), $"give {fix}");
}

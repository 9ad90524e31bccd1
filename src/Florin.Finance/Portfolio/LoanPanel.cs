namespace Florin;

using System.Collections.Immutable;

/// <summary>
/// Loans month by month, checked as a whole: every loan has one row for each month from its first to its last. From it come roll rates
/// (<see cref="RollRates"/>), transitions (<see cref="TransitionMatrix"/>), vintages (<see cref="VintageTable"/>) and stages
/// (<see cref="StagedPanel"/>). Immutable.
/// </summary>
public sealed class LoanPanel
{
    internal LoanPanel(PanelCells cells, int[] order, ImmutableArray<PanelProblem> warnings)
    {
        (Table, Columns, Buckets, Cells, Order, Warnings) = (cells.Table, cells.Columns, cells.Buckets, cells, order, warnings);
        List<int> starts = [0];
        for (int at = 1; at < order.Length; at++)
            if (cells.Loan[order[at]] != cells.Loan[order[at - 1]]) starts.Add(at);
        Starts = [.. starts, order.Length];
        (First, Last) = (cells.Month.Min(), cells.Month.Max());
        string[] ends =
        [
            .. cells.State.Contains(PanelCells.Defaulted) || cells.Columns.Defaulted is not null ? [DelinquencyBucket.Default]
            : (string[])[],
            .. cells.State.Contains(PanelCells.Repaid) || cells.Columns.PaidOff is not null ? [DelinquencyBucket.PaidOff] : (string[])[],
        ];
        States = [.. Buckets.Select(bucket => bucket.Name), .. ends];
        DefaultState = States.IndexOf(DelinquencyBucket.Default);
        PaidOffState = States.IndexOf(DelinquencyBucket.PaidOff);
        State = [.. cells.State.Select(state => state switch
        {
            PanelCells.Defaulted => DefaultState,
            PanelCells.Repaid => PaidOffState,
            _ => state,
        })];
    }

    /// <summary>The table it was read from, its rows as they stood.</summary>
    public Table Table { get; }

    /// <summary>What its columns mean.</summary>
    public PanelColumns Columns { get; }

    /// <summary>Buckets of days past due, the best first.</summary>
    public EquatableArray<DelinquencyBucket> Buckets { get; }

    /// <summary>What a loan can be in, the best first: the buckets, then "default" and "paid off" where the table tells them.</summary>
    public ImmutableArray<string> States { get; }

    /// <summary>Loans.</summary>
    public int Loans => Starts.Length - 1;

    /// <summary>The first day of the first month.</summary>
    public DateOnly FirstMonth => Day(First);

    /// <summary>The first day of the last month.</summary>
    public DateOnly LastMonth => Day(Last);

    /// <summary>What is odd but can be: days past due that rise by more than a month, loans that end without a reason.</summary>
    public ImmutableArray<PanelProblem> Warnings { get; }

    internal PanelCells Cells { get; }

    /// <summary>Rows of the table, loan by loan in the order of months.</summary>
    internal int[] Order { get; }

    /// <summary>Where each loan begins in <see cref="Order"/>, and where the last one ends.</summary>
    internal int[] Starts { get; }

    /// <summary>First and last month, as years times 12 and months from 0.</summary>
    internal int First { get; }

    internal int Last { get; }

    /// <summary>By row of the table: the place in <see cref="States"/>.</summary>
    internal int[] State { get; }

    internal int DefaultState { get; }

    internal int PaidOffState { get; }

    /// <summary>Reads and checks loans month by month.</summary>
    /// <param name="table">One row for a loan in a month, in any order.</param>
    /// <param name="columns">What its columns mean.</param>
    /// <param name="buckets">Buckets of days past due, the best first; null: <see cref="DelinquencyBucket.Usual"/>.</param>
    /// <exception cref="FlorinException">FLR0507, FLR0508: a column that is not there or holds something else; FLR1590: several problems,
    /// all of them; FLR1591: cells that cannot be; FLR1592: a loan twice in a month; FLR1593: months left out in a loan's history; FLR1594:
    /// columns or buckets that do not fit together; FLR1595: a history that contradicts itself.</exception>
    public static LoanPanel Of(Table table, PanelColumns columns, EquatableArray<DelinquencyBucket>? buckets = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        return PanelReader.Read(table, columns, buckets ?? DelinquencyBucket.Usual);
    }

    /// <summary>The state of a row of the table, from 0.</summary>
    public string StateOf(int row) => States[State[row]];

    /// <summary>What may be owed at a default: the balance and a part of what is not drawn.</summary>
    /// <param name="row">A row of the table, from 0.</param>
    /// <param name="conversion">The credit conversion factor (CCF), 0 to 1: the part of the undrawn limit that is drawn before a
    /// default.</param>
    /// <exception cref="FlorinException">FLR1540: no factor; FLR1594: there is no column of limits.</exception>
    public double ExposureAt(int row, double conversion)
    {
        CreditCheck.Share("a credit conversion factor", conversion);
        double[] limits = Cells.Limit ?? throw Needs("limits", nameof(PanelColumns.Limit));
        return Cells.Balance[row] + conversion * Math.Max(0, limits[row] - Cells.Balance[row]);
    }

    /// <summary>"3,412 loans in 36 months, 48,211 rows".</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{Loans:N0} loans in {Last - First + 1} months, {Order.Length:N0} rows");

    internal static DateOnly Day(int month) => new(month / 12, month % 12 + 1, 1);

    internal static int Month(DateOnly day) => day.Year * 12 + day.Month - 1;

    /// <summary>By month from <see cref="First"/>: the place of a loan in its states; from a state that no loan leaves it stays there to
    /// the last month.</summary>
    /// <param name="loan">The loan.</param>
    /// <param name="state">By row of the table.</param>
    /// <param name="absorbing">Whether a loan stays in a state for good.</param>
    /// <returns>Month of the first place, and the places.</returns>
    internal (int First, int[] States) Path(int loan, int[] state, bool[] absorbing)
    {
        int start = Starts[loan], first = Cells.Month[Order[start]], length = Starts[loan + 1] - start;
        var path = new List<int>(length);
        for (int at = 0; at < length || path.Count > 0 && absorbing[path[^1]] && first + at <= Last; at++)
            path.Add(path.Count > 0 && absorbing[path[^1]] ? path[^1] : state[Order[start + at]]);
        return (first, [.. path]);
    }

    internal static FlorinException Needs(string what, string member) => new("FLR1594", $"the panel has no column of {what}", member,
        "nothing", $"name it in PanelColumns.{member}");
}

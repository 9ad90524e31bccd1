namespace Florin;

using System.Collections.Immutable;

/// <summary>
/// How loans, and what they owe, move from state to state over months: counts, shares of each row with Wilson's intervals, powers, and the
/// probability of default that follows. Intervals take moves for independent once the state is known; where loans or months differ they
/// are too narrow, and <see cref="RollRates.Mean"/> and <see cref="MarkovCheck"/> tell. Immutable.
/// </summary>
public sealed class TransitionMatrix
{
    readonly TransitionCounts counts;

    internal TransitionMatrix(TransitionCounts counts, int months) => (this.counts, Months) = (counts, months);

    /// <summary>The states, the best first.</summary>
    public ImmutableArray<string> States => counts.States;

    /// <summary>Months from one state to the other.</summary>
    public int Months { get; }

    /// <summary>States that no loan leaves.</summary>
    public ImmutableArray<string> Final => [.. States.Where((_, at) => counts.Final[at])];

    internal int Size => States.Length;

    /// <summary>Counts the moves of a panel between its states.</summary>
    /// <exception cref="FlorinException">FLR1596: a number of months that is none; FLR1597: no loan was seen so long.</exception>
    public static TransitionMatrix Of(LoanPanel panel, TransitionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(panel);
        options ??= new TransitionOptions();
        var moves = new PanelMoves(panel, options);
        TransitionCounts counts = moves.Counts();
        moves.Each(1, move => counts.Add(move));
        return new TransitionMatrix(counts.Checked(), options.Months);
    }

    /// <summary>Loans that went from one state to another, by weight.</summary>
    /// <exception cref="FlorinException">FLR1594: there is no such state.</exception>
    public double Count(string from, string to) => counts.Loans[Cell(from, to)];

    /// <summary>What loans that went from one state to another owed before.</summary>
    /// <exception cref="FlorinException">FLR1594: there is no such state.</exception>
    public double Balance(string from, string to) => counts.Balances[Cell(from, to)];

    /// <summary>The share of the loans in one state that were in another after; undefined where no loan was in the first.</summary>
    /// <exception cref="FlorinException">FLR1594: there is no such state.</exception>
    public MetricValue Share(string from, string to) => Share(Place(from), Place(to));

    /// <summary>The share of what was owed in one state that was in another after. The interval is Wilson's with Kish's effective number of
    /// loans, as balances differ.</summary>
    /// <exception cref="FlorinException">FLR1594: there is no such state.</exception>
    public MetricValue BalanceShare(string from, string to)
    {
        int place = Place(to);
        return Share(Place(from), cell => cell == place, byBalance: true);
    }

    /// <summary>The probabilities row by row; a state that no loan leaves stays what it is.</summary>
    /// <param name="times">The matrix is taken to this power: over so many times its months, 1 or more.</param>
    /// <exception cref="FlorinException">FLR1596: no power; FLR1597: loans reach a state of which it was never seen what
    /// follows.</exception>
    public ImmutableArray<double> Power(int times)
    {
        CheckTimes(times);
        double[] one = Probabilities(), power = one;
        for (int at = 1; at < times; at++) power = Product(power, one);
        return [.. power];
    }

    /// <summary>When a loan in a state defaults if it moves as this matrix says: by its months, the hazard among loans that have not
    /// defaulted. Loans that were repaid stay among them with a hazard of nothing, so that losses count what falls on all.</summary>
    /// <param name="from">The state now.</param>
    /// <param name="periods">Periods of <see cref="Months"/>, 1 to 1200.</param>
    /// <param name="bad">What counts as default: this state and all worse, "paid off" never; null: "default". It is made final.</param>
    /// <exception cref="FlorinException">FLR1594: no such state; FLR1596, FLR1597: as for <see cref="Power"/>.</exception>
    public TermStructure DefaultCurve(string from, int periods, string? bad = null)
    {
        CheckTimes(periods);
        int start = Place(from), first = Place(bad ?? DelinquencyBucket.Default);
        bool[] worse = [.. States.Select((state, at) => at >= first && state != DelinquencyBucket.PaidOff)];
        double[] one = Probabilities(worse), now = new double[Size], hazards = new double[periods];
        now[start] = 1;
        double before = worse[start] ? 1 : 0;
        for (int period = 0; period < periods; period++)
        {
            now = Product(now, one);
            double after = Math.Min(1, now.Where((_, at) => worse[at]).Sum());
            hazards[period] = before >= 1 ? 1 : Math.Clamp((after - before) / (1 - before), 0, 1);
            before = after;
        }

        return new TermStructure(hazards);
    }

    /// <summary>One row for each pair of states: from, to, loans, share, low, high, balance, balance_share.</summary>
    public Table ToTable()
    {
        (int From, int To)[] cells = [.. Enumerable.Range(0, Size * Size).Select(at => (at / Size, at % Size))];
        Column Numbers(string name, Func<(int From, int To), double?> value) =>
            new NumberColumn(name, [.. cells.Select(cell => value(cell) ?? double.NaN)]);
        return Table.From(
            CategoryColumn.From("from", cells.Select(cell => States[cell.From])),
            CategoryColumn.From("to", cells.Select(cell => States[cell.To])),
            Numbers("loans", cell => counts.Loans[cell.From * Size + cell.To]),
            Numbers("share", cell => Share(cell.From, cell.To).Value),
            Numbers("low", cell => Share(cell.From, cell.To).Low),
            Numbers("high", cell => Share(cell.From, cell.To).High),
            Numbers("balance", cell => counts.Balances[cell.From * Size + cell.To]),
            Numbers("balance_share", cell => BalanceShare(States[cell.From], States[cell.To]).Value));
    }

    /// <summary>"current: 0.970 → current, 0.030 → 1-29", a line for each state that loans left.</summary>
    public override string ToString() => string.Join("\n", Enumerable.Range(0, Size).Where(from => counts.Row(from) > 0).Select(from =>
        $"{States[from]}: " + string.Join(", ", Enumerable.Range(0, Size).Where(to => counts.Loans[from * Size + to] > 0)
            .Select(to => FormattableString.Invariant($"{Share(from, to).Value:F3} → {States[to]}")))));

    internal MetricValue Share(int from, int to) => Share(from, cell => cell == to);

    /// <summary>The share that goes to any of several states, by loans or by what they owe.</summary>
    internal MetricValue Share(int from, Func<int, bool> to, bool byBalance = false) => byBalance
        ? counts.Share(counts.Balances, counts.BalanceSquares, from, to) : counts.Share(counts.Loans, counts.LoanSquares, from, to);

    internal bool IsFinal(int state) => counts.Final[state];

    internal double Row(int from) => counts.Row(from);

    internal double Loans(int from, int to) => counts.Loans[from * Size + to];

    internal int Place(string state) => States.IndexOf(state) is >= 0 and var place ? place
        : throw new FlorinException("FLR1594", "there is no such state", "state", $"\"{state}\"",
            NearestName.Of(state, States) is { } near ? $"did you mean \"{near}\"?" : "use one of " + string.Join(", ", States));

    int Cell(string from, string to) => Place(from) * Size + Place(to);

    double[] Probabilities(bool[]? final = null)
    {
        var matrix = new double[Size * Size];
        var stays = new bool[Size];
        for (int from = 0; from < Size; from++)
        {
            double all = counts.Row(from);
            stays[from] = counts.Final[from] || final?[from] == true;
            for (int to = 0; to < Size; to++)
                matrix[from * Size + to] = stays[from] ? to == from ? 1 : 0 : all > 0 ? counts.Loans[from * Size + to] / all : 0;
        }

        for (int from = 0; from < Size; from++)
            if (!stays[from] && counts.Row(from) == 0 && Enumerable.Range(0, Size).Any(other => matrix[other * Size + from] > 0))
                throw new FlorinException("FLR1597", "loans reach a state of which it was never seen what follows",
                    $"state \"{States[from]}\"", "no loan in it that was seen again", "take more months, or fewer buckets");
        return matrix;
    }

    /// <summary>Rows times a matrix.</summary>
    double[] Product(double[] left, double[] right)
    {
        var product = new double[left.Length];
        for (int row = 0; row < left.Length / Size; row++)
            for (int inner = 0; inner < Size; inner++)
                for (int to = 0; to < Size; to++)
                    product[row * Size + to] += left[row * Size + inner] * right[inner * Size + to];
        return product;
    }

    static void CheckTimes(int times)
    {
        if (times is < 1 or > 1200) throw PanelMoves.Unfit("a number of periods", times, "1 to 1200");
    }
}

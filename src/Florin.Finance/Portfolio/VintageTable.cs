namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>
/// Vintages: of loans granted in one period the share that was ever bad, by months on book, and the hazard by age of all together.
/// A cell counts where every loan of the vintage could be seen so long, repaid loans included; loans that were not seen from their start
/// are left out of it, since it is unknown whether they had been bad. Hazards take in all loans from the age at which they are first
/// seen (one that was bad and well again before that counts as never bad); repaid loans leave them, so that one minus survival is above a
/// vintage's share wherever loans are repaid early.
/// </summary>
public sealed class VintageTable
{
    VintageTable(VintageOptions options, ImmutableArray<Vintage> vintages, ImmutableArray<AgePoint> ages, int notFromStart) =>
        (Options, Vintages, Ages, NotFromStart) = (options, vintages, ages, notFromStart);

    /// <summary>What a vintage is, and what is bad.</summary>
    public VintageOptions Options { get; }

    /// <summary>In the order of time.</summary>
    public ImmutableArray<Vintage> Vintages { get; }

    /// <summary>All loans by months on book.</summary>
    public ImmutableArray<AgePoint> Ages { get; }

    /// <summary>Loans that no vintage counts, as their first months were not seen.</summary>
    public int NotFromStart { get; }

    /// <summary>Makes the vintages of a panel.</summary>
    /// <exception cref="FlorinException">FLR1594: the panel has no days of origination; FLR1596: no number of days; FLR1597: no vintage and
    /// no age can be told, as no loan was seen before it was bad.</exception>
    public static VintageTable Of(LoanPanel panel, VintageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(panel);
        options ??= new VintageOptions();
        if (panel.Cells.Originated is null) throw LoanPanel.Needs("days of origination", nameof(PanelColumns.OriginatedOn));
        if (options.Days < 1) throw PanelMoves.Unfit("a number of days past due", options.Days, "1 or more");
        if (options.Longest < 0) throw PanelMoves.Unfit("a number of months on book", options.Longest.Value, "0 or more");
        LoanLife[] lives = [.. Enumerable.Range(0, panel.Loans).Select(loan => LoanLife.Of(panel, loan, options.Days))];
        LoanLife[] seen = [.. lives.Where(life => life.Entry <= 1)];
        ImmutableArray<Vintage> vintages = [.. seen.GroupBy(life => life.Granted / Width(options.Period)).OrderBy(group => group.Key)
            .Select(group => Of([.. group], panel.Last, options))];
        ImmutableArray<AgePoint> ages = [.. Curve(lives, options.Longest)];
        return vintages.Length + ages.Length > 0 ? new VintageTable(options, vintages, ages, lives.Length - seen.Length)
            : throw new FlorinException("FLR1597", "no loan was seen before it was bad", "panel", null, "give loans from their start");
    }

    /// <summary>One row for each vintage and month on book that can be told: vintage, loans, months_on_book, bad, low, high,
    /// bad_amount.</summary>
    public Table ToTable()
    {
        (Vintage Vintage, int Month)[] cells = [.. Vintages.SelectMany(vintage => Enumerable.Range(0, vintage.Bad.Length)
            .Where(month => vintage.Bad[month].Value is not null).Select(month => (vintage, month)))];
        Column Numbers(string name, Func<Vintage, int, double?> value) =>
            new NumberColumn(name, [.. cells.Select(cell => value(cell.Vintage, cell.Month) ?? double.NaN)]);
        return Table.From(
            CategoryColumn.From("vintage", cells.Select(cell => cell.Vintage.Name)),
            Numbers("loans", (vintage, _) => vintage.Loans),
            Numbers("months_on_book", (_, month) => month),
            Numbers("bad", (vintage, month) => vintage.Bad[month].Value),
            Numbers("low", (vintage, month) => vintage.Bad[month].Low),
            Numbers("high", (vintage, month) => vintage.Bad[month].High),
            Numbers("bad_amount", (vintage, month) => vintage.BadAmount[month].Value));
    }

    static int Width(VintagePeriod period) => period switch
    {
        VintagePeriod.Month => 1,
        VintagePeriod.Quarter => 3,
        _ => 12,
    };

    static Vintage Of(LoanLife[] lives, int last, VintageOptions options)
    {
        int youngest = lives.Max(life => life.Granted), oldest = lives.Min(life => life.Granted);
        int length = Math.Min(last - oldest, options.Longest ?? int.MaxValue) + 1;
        double weight = lives.Sum(life => life.Weight), squares = lives.Sum(life => life.Weight * life.Weight);
        double amount = lives.Sum(life => life.Weight * life.Amount);
        double amountSquares = lives.Sum(life => life.Weight * life.Amount * life.Weight * life.Amount);
        MetricValue Share(int month, double all, double allSquares, Func<LoanLife, double> part) => !(all > 0) || youngest + month > last
            ? new MetricValue(null, null, null, 0)
            : new Rate(Math.Min(1, lives.Where(life => life.Bad <= month).Sum(part) / all), all * all / allSquares).Interval();
        return new Vintage(Name(lives[0].Granted, options.Period), lives.Length, amount, lives.Count(life => life.Lost),
            [.. Enumerable.Range(0, length).Select(month => Share(month, weight, squares, life => life.Weight))],
            [.. Enumerable.Range(0, length).Select(month => Share(month, amount, amountSquares, life => life.Weight * life.Owed))]);
    }

    static string Name(int month, VintagePeriod period) => (month / 12).ToString(CultureInfo.InvariantCulture) + period switch
    {
        VintagePeriod.Month => string.Create(CultureInfo.InvariantCulture, $"-{month % 12 + 1:D2}"),
        VintagePeriod.Quarter => string.Create(CultureInfo.InvariantCulture, $" Q{month % 12 / 3 + 1}"),
        _ => "",
    };

    /// <summary>Kaplan and Meier with loans that enter late. With weights each set at risk counts as so many equal loans as would be as
    /// sure.</summary>
    static IEnumerable<AgePoint> Curve(LoanLife[] lives, int? longest)
    {
        LoanLife[] fresh = [.. lives.Where(life => !(life.Bad <= life.Entry && life.Entry > 1) && life.Weight > 0)];
        if (fresh.Length == 0) yield break;
        (double survival, double sum) = (1, 0);
        int last = Math.Min(fresh.Max(life => life.Bad ?? life.End), longest ?? int.MaxValue);
        for (int month = 0; month <= last; month++)
        {
            (double all, double squares, double bad) = (0, 0, 0);
            foreach (LoanLife life in fresh.Where(life => life.Entry <= month && month <= (life.Bad ?? life.End)))
            {
                (all, squares) = (all + life.Weight, squares + life.Weight * life.Weight);
                if (life.Bad == month) bad += life.Weight;
            }

            if (all == 0) continue;
            double share = bad / all, known = all * all / squares;
            survival *= 1 - share;
            sum += share < 1 ? share / (known * (1 - share)) : 0;
            yield return new AgePoint(month, all, bad, new Rate(share, known).Interval(), Greenwood(survival, sum, (int)Math.Round(known)));
        }
    }

    static MetricValue Greenwood(double survival, double sum, int rows)
    {
        if (survival is not (> 0 and < 1)) return new MetricValue(survival, null, null, rows);
        double log = MetricMath.Log(survival), reach = MetricMath.Exp(MetricMath.NormalQuantile(0.975) * Math.Sqrt(sum) / Math.Abs(log));
        return new MetricValue(survival, MetricMath.Exp(log * reach), MetricMath.Exp(log / reach), rows);
    }
}

/// <summary>When a loan was granted, seen, and first bad, in months on book.</summary>
sealed record LoanLife(int Granted, int Entry, int End, int? Bad, double Weight, double Amount, double Owed, bool Lost)
{
    public static LoanLife Of(LoanPanel panel, int loan, int days)
    {
        PanelCells cells = panel.Cells;
        ReadOnlySpan<int> rows = panel.Order.AsSpan(panel.Starts[loan]..panel.Starts[loan + 1]);
        int granted = cells.Originated![rows[0]], ended = rows[^1];
        (int? bad, double owed) = (null, 0);
        foreach (int row in rows)
        {
            if (cells.State[row] != PanelCells.Defaulted && (cells.Days[row] < days || cells.State[row] == PanelCells.Repaid)) continue;
            (bad, owed) = (cells.Month[row] - granted, cells.Balance[row]);
            break;
        }

        return new LoanLife(granted, cells.Month[rows[0]] - granted, cells.Month[ended] - granted, bad, cells.Weight?[rows[0]] ?? 1,
            cells.Amount?[rows[0]] ?? cells.Balance[rows[0]], owed,
            cells.Month[ended] < panel.Last && cells.State[ended] is not (PanelCells.Repaid or PanelCells.Defaulted));
    }
}

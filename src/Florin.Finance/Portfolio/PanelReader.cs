namespace Florin;

using System.Collections.Immutable;

/// <summary>Checks a panel as a whole: all that is wrong is told at once, and nothing is guessed.</summary>
sealed class PanelReader
{
    readonly PanelCells cells;
    readonly List<PanelProblem> problems = [];

    PanelReader(PanelCells cells) => this.cells = cells;

    public static LoanPanel Read(Table table, PanelColumns columns, EquatableArray<DelinquencyBucket> buckets)
    {
        if (DelinquencyBucket.Fault(buckets) is { } fault) throw Unfit("buckets", "the buckets are none", fault);
        if (columns.DaysPastDue is null == columns.Bucket is null)
            throw Unfit("PanelColumns", "days past due come from one column", "name DaysPastDue or Bucket, and not both");
        if (table.RowCount == 0) throw Unfit("panel", "there is no row", "give a table with rows");
        var reader = new PanelReader(new PanelCells(table, columns, buckets));
        reader.CheckCells();
        if (reader.problems.Count > 0) throw PanelProblem.Exception(reader.problems);
        int[] order = [.. Enumerable.Range(0, table.RowCount).OrderBy(row => reader.cells.Loan[row])
            .ThenBy(row => reader.cells.Month[row])];
        reader.CheckHistories(order);
        return reader.problems.Count > 0 ? throw PanelProblem.Exception(reader.problems)
            : new LoanPanel(reader.cells, order, [.. reader.Oddities(order)]);
    }

    static FlorinException Unfit(string place, string message, string fix) => new("FLR1594", message, place, null, fix);

    void CheckCells()
    {
        PanelColumns columns = cells.Columns;
        Rows("FLR1591", columns.Loan, "a row has no loan", row => cells.Loan[row] < 0, "fill in the loan's id");
        Rows("FLR1591", columns.Month, "a row has no month", row => cells.Month[row] < 0, "give a date, or a number such as 202403");
        Numbers(columns.Balance, cells.Balance, value => value >= 0, "a balance is missing or below 0",
            "give 0 or more; write credits to the customer as 0");
        Numbers(columns.DaysPastDue, cells.DaysPastDue, value => value >= 0 && double.IsInteger(value),
            "days past due are missing, below 0 or broken", "give whole days of 0 or more");
        if (columns.Bucket is { } bucket)
            Rows("FLR1591", bucket, "a bucket is missing or not in the list", row => cells.State[row] == PanelCells.Unknown,
                $"use {string.Join(", ", cells.Buckets.Select(each => each.Name))}, {DelinquencyBucket.Default} or "
                + $"{DelinquencyBucket.PaidOff}, or give other buckets");
        Numbers(columns.Limit, cells.Limit, value => value >= 0, "a limit is missing or below 0", "give 0 or more");
        Numbers(columns.Amount, cells.Amount, value => value >= 0, "an amount is missing or below 0", "give 0 or more");
        Numbers(columns.Weight, cells.Weight, value => value >= 0, "a weight is missing or below 0", "give 0 or more");
        foreach ((string? name, double[]? flags) in ((string?, double[]?)[])[(columns.Defaulted, cells.DefaultFlag),
            (columns.PaidOff, cells.PaidOff), (columns.UnlikelyToPay, cells.UnlikelyToPay), (columns.WatchList, cells.WatchList)])
            Numbers(name, flags, value => value is 0 or 1, "a flag is neither 1 nor 0", "write 1 for yes and 0 for no");
        foreach ((string? name, double[]? pds) in ((string?, double[]?)[])[(columns.Pd, cells.Pd),
            (columns.PdAtOrigination, cells.PdAtOrigination)])
            Numbers(name, pds, value => double.IsNaN(value) || value is >= 0 and <= 1, "a PD is no probability", "give 0 to 1");
        if (cells.DefaultFlag is { } defaulted && cells.PaidOff is { } repaid)
            Rows("FLR1595", $"{columns.Defaulted}\", \"{columns.PaidOff}", "a loan is in default and repaid in the same month",
                row => defaulted[row] == 1 && repaid[row] == 1, "keep the one that is true");
        if (columns.OriginatedOn is { } day && cells.Originated is { } originated)
        {
            Rows("FLR1591", day, "a day of origination is missing", row => originated[row] < 0, "fill it in in every row");
            Rows("FLR1595", day, "a month is before the loan was granted",
                row => cells.Month[row] >= 0 && originated[row] > cells.Month[row], "correct the day or the month");
        }
    }

    void CheckHistories(int[] order)
    {
        PanelColumns columns = cells.Columns;
        string both = $"{columns.Loan}\", \"{columns.Month}";
        Pairs(order, "FLR1592", both, "a loan is there twice in a month", (was, now) => cells.Month[was] == cells.Month[now],
            "keep one row for a loan in a month");
        Pairs(order, "FLR1593", both, "months are left out within a loan's history", (was, now) => cells.Month[now] > cells.Month[was] + 1,
            "add the months; what happened in them is not guessed");
        Pairs(order, "FLR1595", columns.PaidOff ?? columns.Bucket ?? "", "a loan goes on after it was repaid",
            (was, _) => cells.State[was] == PanelCells.Repaid, "let the month of repayment be the last");
        if (cells.Originated is { } originated)
            Pairs(order, "FLR1595", columns.OriginatedOn!, "a loan has several days of origination",
                (was, now) => originated[was] != originated[now], "give the same in all of its rows");
        if (cells.Amount is { } amount)
            Pairs(order, "FLR1595", columns.Amount!, "a loan has several amounts", (was, now) => amount[was] != amount[now],
                "give the amount granted in all of its rows");
        if (cells.Weight is { } weight)
            Pairs(order, "FLR1595", columns.Weight!, "a loan has several weights", (was, now) => weight[was] != weight[now],
                "give the same in all of its rows");
    }

    /// <summary>What can be, but seldom is.</summary>
    IEnumerable<PanelProblem> Oddities(int[] order)
    {
        List<int> jumps = [], ends = [];
        int last = cells.Month.Max();
        for (int at = 0; at < order.Length; at++)
        {
            int now = order[at], was = at > 0 ? order[at - 1] : -1;
            bool follows = was >= 0 && cells.Loan[was] == cells.Loan[now];
            if (follows && Jumps(was, now)) jumps.Add(now);
            bool ended = at + 1 == order.Length || cells.Loan[order[at + 1]] != cells.Loan[now];
            if (ended && cells.Month[now] < last && cells.State[now] is not (PanelCells.Repaid or PanelCells.Defaulted)) ends.Add(now);
        }

        if (jumps.Count > 0)
            yield return Of("", cells.Columns.DaysPastDue ?? cells.Columns.Bucket!, "days past due rise by more than a month within one",
                jumps, "see whether a month or a payment was booked late; the rows count as they are");
        if (ends.Count > 0)
            yield return Of("", cells.Columns.Loan, "loans end before the last month without repayment or default", ends,
                "name the column of repayments; what became of them is unknown, and no transition is counted");
    }

    bool Jumps(int was, int now) => cells.DaysPastDue is { } days ? days[now] > days[was] + 31
        : cells.State[was] >= 0 && cells.State[now] > cells.State[was] + 1;

    void Numbers(string? name, double[]? values, Func<double, bool> fits, string message, string fix)
    {
        if (name is not null && values is not null) Rows("FLR1591", name, message, row => !fits(values[row]), fix);
    }

    void Rows(string code, string column, string message, Func<int, bool> wrong, string fix)
    {
        List<int> rows = [.. Enumerable.Range(0, cells.Loan.Length).Where(wrong)];
        if (rows.Count > 0) problems.Add(Of(code, column, message, rows, fix));
    }

    void Pairs(int[] order, string code, string column, string message, Func<int, int, bool> wrong, string fix)
    {
        List<int> rows = [.. order.Zip(order.Skip(1)).Where(pair => cells.Loan[pair.First] == cells.Loan[pair.Second]
            && wrong(pair.First, pair.Second)).Select(pair => pair.Second)];
        if (rows.Count > 0) problems.Add(Of(code, column, message, rows, fix));
    }

    PanelProblem Of(string code, string column, string message, List<int> rows, string fix)
    {
        ImmutableArray<long> first = [.. rows.Select(row => cells.Table.RowNumber(row)).Order().Take(PanelProblem.Named)];
        return new PanelProblem(code, column, message, rows.Count, first, fix);
    }
}

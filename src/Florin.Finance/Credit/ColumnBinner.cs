namespace Florin;

using System.Collections.Immutable;

/// <summary>Finds the bins of one column.</summary>
sealed class ColumnBinner
{
    const int Fewest = BinningOptions.FewestRows;

    readonly Column column;
    readonly OutcomeRows rows;
    readonly BinningOptions options;
    readonly bool categorical;

    public ColumnBinner(Column column, OutcomeRows rows, BinningOptions options)
    {
        if (!WoeBinning.Takes(column))
            throw new FlorinException("FLR1504", "a column of this kind has no bins", $"\"{column.Name}\"", $"{column.Kind}",
                "make a number of it, such as an age in years, or leave it out");
        categorical = column is CategoryColumn || options.Categorical;
        (this.column, this.rows, this.options) = (categorical ? column.AsCategories() : column, rows, options);
    }

    public WoeBinning Bins() => categorical ? OfLevels((CategoryColumn)column) : OfNumbers((NumberColumn)column);

    WoeBinning OfNumbers(NumberColumn numbers)
    {
        double[] cells = numbers.Values.ToArray();
        double[] special = [.. options.Special.Distinct().Order()];
        BinCount[] codes = new BinCount[special.Length];
        BinCount missing = default;
        List<int> amounts = [];
        foreach (int row in rows.Counted)
        {
            int code = Array.BinarySearch(special, cells[row]);
            if (double.IsNaN(cells[row])) missing += rows[row];
            else if (code >= 0) codes[code] += rows[row];
            else amounts.Add(row);
        }

        double[] frequent = [.. special.Where((_, code) => codes[code].Rows >= Fewest)];
        double[] rare = [.. special.Except(frequent)];
        foreach (BinCount few in codes.Where(code => code.Rows < Fewest)) missing += few;
        double[] edges = RoundNumbers.Edges([.. amounts.Select(row => cells[row]).Order()], options.PreBins);
        BinCount[] pre = Counts(edges.Length + 1, amounts.Select(row => (row, BinLookup.Above(edges, cells[row]))));
        WoeBin[] others =
        [
            .. frequent.Select(code => Empty(BinKind.Code, codes[Array.BinarySearch(special, code)]) with { Codes = [code] }),
            Empty(BinKind.Missing, missing) with { Codes = [.. rare] },
        ];
        return Found(pre, others, options.Trend, (from, to) => Empty(BinKind.Interval, default) with
        {
            From = from == 0 ? null : edges[from - 1],
            To = to == pre.Length ? null : edges[to - 1],
        });
    }

    /// <summary>Levels by rising bad rate: a division of these into runs is then the best of all, but for the rules on size.</summary>
    WoeBinning OfLevels(CategoryColumn levels)
    {
        int[] codes = levels.Values.ToArray();
        BinCount[] counts = Counts(levels.Levels.Count, rows.Counted.Where(row => codes[row] >= 0).Select(row => (row, codes[row])));
        BinCount missing = rows.Counted.Where(row => codes[row] < 0).Aggregate(default(BinCount), (sum, row) => sum + rows[row]);
        double least = Math.Max(Fewest, options.RareShare * rows.Counted.Count());
        List<(BinCount Count, string? Name)> ordered = [.. counts.Index().Where(level => level.Item.Rows >= least)
            .Select(level => (level.Item, (string?)levels.Levels[level.Index]))];
        BinCount other = counts.Where(count => count.Rows < least).Aggregate(default(BinCount), (sum, count) => sum + count);
        if (other.Rows >= Fewest) ordered.Add((other, null));
        ordered = [.. ordered.OrderBy(level => level.Count.Bad / (level.Count.Good + level.Count.Bad)).ThenBy(level => level.Name is null)
            .ThenBy(level => level.Name, StringComparer.Ordinal)];
        WoeBin unseen = Empty(BinKind.Levels, default) with { Other = true };
        WoeBin[] others = [.. ordered.Exists(level => level.Name is null) ? (ReadOnlySpan<WoeBin>)[] : [unseen],
            Empty(BinKind.Missing, missing)];
        return Found([.. ordered.Select(level => level.Count)], others, BinTrend.Rising, (from, to) => Empty(BinKind.Levels, default) with
        {
            Levels = [.. ordered[from..to].Select(level => level.Name).OfType<string>()],
            Other = ordered[from..to].Exists(level => level.Name is null),
        });
    }

    BinCount[] Counts(int parts, IEnumerable<(int Row, int Part)> placed)
    {
        var counts = new BinCount[parts];
        foreach ((int row, int part) in placed) counts[part] += rows[row];
        return counts;
    }

    /// <summary>The best division of the pre-bins, beside bins that are given.</summary>
    WoeBinning Found(BinCount[] pre, WoeBin[] others, BinTrend trend, Func<int, int, WoeBin> bin)
    {
        BinCount values = Sum(pre);
        bool any = values.Rows >= Fewest;
        BinCount all = others.Aggregate(any ? values : default, (sum, other) => sum + new BinCount(other.Rows, other.Good, other.Bad));
        bool both = all is { Good: > 0, Bad: > 0 };
        var search = new BinSearch(pre, all, options);
        (int[] Ends, double Value)? best = any && both ? search.Best(trend) : null;
        int[] ends = best?.Ends ?? (pre.Length > 0 && (any || !categorical) ? [pre.Length] : []);
        WoeBin[] bins = [.. ends.Select((end, at) => Counted(bin(at == 0 ? 0 : ends[at - 1], end),
            any ? Sum(pre[(at == 0 ? 0 : ends[at - 1])..end]) : default))];
        WoeBin[] weighed = [.. bins.Concat(others).Select(each => both ? Weighed(each, all) : each)];
        double iv = weighed.Sum(each => each.Iv), free = iv;
        if (best is { } found && search.Best(BinTrend.Free) is { } bestFree) free = Math.Max(iv, iv - found.Value + bestFree.Value);
        return new WoeBinning
        {
            Column = column.Name,
            Categorical = categorical,
            Trend = categorical ? BinTrend.Free : trend == BinTrend.Auto ? Direction(weighed[..bins.Length]) : trend,
            Bins = [.. weighed],
            FreeIv = free,
        };
    }

    static BinTrend Direction(WoeBin[] bins) => bins is [var first, .., var last] && last.Woe > first.Woe ? BinTrend.Falling
        : BinTrend.Rising;

    static BinCount Sum(BinCount[] counts) => counts.Aggregate(default(BinCount), (sum, count) => sum + count);

    static WoeBin Counted(WoeBin bin, BinCount count) => bin with { Rows = count.Rows, Good = count.Good, Bad = count.Bad };

    static WoeBin Weighed(WoeBin bin, BinCount all)
    {
        double woe = WeightOfEvidence.Unchecked(bin.Good, bin.Bad, all.Good, all.Bad);
        return bin with
        {
            Share = (bin.Good + bin.Bad) / (all.Good + all.Bad),
            Woe = woe,
            Iv = (bin.Good / all.Good - bin.Bad / all.Bad) * woe,
        };
    }

    /// <summary>Fewer than five rows do not count.</summary>
    static WoeBin Empty(BinKind kind, BinCount count) =>
        count.Rows < Fewest ? new WoeBin(kind, 0, 0, 0, 0, 0, 0) : new WoeBin(kind, count.Rows, count.Good, count.Bad, 0, 0, 0);
}

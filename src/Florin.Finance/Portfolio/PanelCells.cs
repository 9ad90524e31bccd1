namespace Florin;

/// <summary>The cells of a panel by row of its table.</summary>
sealed class PanelCells
{
    /// <summary>States that are no bucket.</summary>
    public const int Defaulted = -1, Repaid = -2, Unknown = -3;

    public PanelCells(Table table, PanelColumns columns, EquatableArray<DelinquencyBucket> buckets)
    {
        (Table, Columns, Buckets) = (table, columns, buckets);
        Loan = table.Category(columns.Loan).Values.ToArray();
        Month = Months(table, columns.Month);
        Balance = Numbers(columns.Balance)!;
        DaysPastDue = Numbers(columns.DaysPastDue);
        Limit = Numbers(columns.Limit);
        Amount = Numbers(columns.Amount);
        Pd = Numbers(columns.Pd);
        PdAtOrigination = Numbers(columns.PdAtOrigination);
        Weight = Numbers(columns.Weight);
        UnlikelyToPay = Numbers(columns.UnlikelyToPay);
        WatchList = Numbers(columns.WatchList);
        DefaultFlag = Numbers(columns.Defaulted);
        PaidOff = Numbers(columns.PaidOff);
        Originated = columns.OriginatedOn is { } name ? Months(table, name) : null;
        State = States(columns.Bucket is { } bucket ? table.Category(bucket) : null);
        Days = [.. State.Select((state, row) => DaysPastDue?[row] ?? (state >= 0 ? buckets[state].FromDays : 0))];
    }

    public Table Table { get; }
    public PanelColumns Columns { get; }
    public EquatableArray<DelinquencyBucket> Buckets { get; }
    public int[] Loan { get; }

    /// <summary>Years times 12 and months from 0; -1: none.</summary>
    public int[] Month { get; }
    public double[] Balance { get; }
    public double[]? DaysPastDue { get; }
    public double[]? Limit { get; }
    public double[]? Amount { get; }
    public double[]? Pd { get; }
    public double[]? PdAtOrigination { get; }
    public double[]? Weight { get; }
    public double[]? UnlikelyToPay { get; }
    public double[]? WatchList { get; }
    public double[]? DefaultFlag { get; }
    public double[]? PaidOff { get; }
    public int[]? Originated { get; }

    /// <summary>The place of the bucket, or what is no bucket.</summary>
    public int[] State { get; }

    /// <summary>Days past due, of a bucket its first.</summary>
    public double[] Days { get; }

    double[]? Numbers(string? name) => name is null ? null : Table.Number(name).Values.ToArray();

    int[] States(CategoryColumn? names)
    {
        int[] levels = [.. (names?.Levels ?? []).Select(name => name.Trim() switch
        {
            DelinquencyBucket.Default => Defaulted,
            DelinquencyBucket.PaidOff => Repaid,
            var other => Buckets.Index().Where(bucket => bucket.Item.Name == other).Select(bucket => bucket.Index)
                .DefaultIfEmpty(Unknown).First(),
        })];
        var states = new int[Table.RowCount];
        for (int row = 0; row < states.Length; row++)
        {
            int named = names is null ? Bucket(DaysPastDue?[row] ?? double.NaN)
                : names.IsMissing(row) ? Unknown : levels[names.Values[row]];
            states[row] = PaidOff?[row] == 1 ? Repaid : DefaultFlag?[row] == 1 ? Defaulted : named;
        }

        return states;
    }

    int Bucket(double days)
    {
        int bucket = Unknown;
        for (int at = 0; at < Buckets.Count && days >= Buckets[at].FromDays; at++) bucket = at;
        return bucket;
    }

    static int[] Months(Table table, string name)
    {
        if (table[name] is NumberColumn numbers)
            return [.. numbers.Values.ToArray().Select(value => double.IsInteger(value) && value is >= 100_01 and <= 9999_12
                && value % 100 is >= 1 and <= 12 ? (int)value / 100 * 12 + (int)value % 100 - 1 : -1)];
        return [.. table.Date(name).Values.ToArray().Select(day => day == DateTime.MinValue ? -1 : day.Year * 12 + day.Month - 1)];
    }
}

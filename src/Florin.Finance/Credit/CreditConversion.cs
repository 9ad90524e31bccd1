namespace Florin;

/// <summary>
/// Credit conversion factors (CCF): the part of what was not drawn that is drawn until the default. Of a line that is drawn to its limit
/// there is no such part, and close to it the factor is noise: such lines are left out of what a model of factors learns from.
/// </summary>
public static class CreditConversion
{
    /// <summary>A line with less undrawn than this share of its limit has no factor.</summary>
    public const double LeastUndrawn = 0.05;

    /// <summary>(EAD - drawn) / (limit - drawn): below 0 where the line was paid down, above 1 where it was overdrawn.</summary>
    /// <param name="limit">The limit at the reference date, above 0.</param>
    /// <param name="drawn">Drawn at that date, 0 or more.</param>
    /// <param name="ead">Exposure at default, 0 or more.</param>
    /// <param name="leastUndrawn">The least undrawn share of the limit, above 0 and at most 1.</param>
    /// <exception cref="FlorinException">FLR1569: less is undrawn; FLR1540: a number that cannot be.</exception>
    public static double Factor(double limit, double drawn, double ead, double leastUndrawn = LeastUndrawn)
    {
        Check(limit, drawn, ead, leastUndrawn);
        return FactorOf(limit, drawn, ead, leastUndrawn) ?? throw new FlorinException("FLR1569",
            "too little of the limit is undrawn for a factor", "limit, drawn",
            FormattableString.Invariant($"less than {leastUndrawn} of the limit"),
            "leave the line out, or model its exposure as a share of the limit");
    }

    /// <summary>drawn + CCF · (limit - drawn); a line drawn beyond its limit stays as it is.</summary>
    /// <param name="limit">0 or more.</param>
    /// <param name="drawn">0 or more.</param>
    /// <param name="factor">The factor, 0 to 1.</param>
    /// <exception cref="FlorinException">FLR1540: a number that cannot be.</exception>
    public static double Ead(double limit, double drawn, double factor) => CreditCheck.Amount("an amount drawn", drawn)
        + CreditCheck.Share("a conversion factor", factor) * Math.Max(0, CreditCheck.Amount("a limit", limit) - drawn);

    /// <summary>The rows that have a factor, with it in a further column; the column of the exposure is left out, since a model that read
    /// it would know the answer.</summary>
    /// <param name="table">Lines that defaulted.</param>
    /// <param name="limit">The column of limits.</param>
    /// <param name="drawn">The column of what was drawn.</param>
    /// <param name="ead">The column of exposures at default.</param>
    /// <param name="name">The name of the new column.</param>
    /// <param name="leastUndrawn">The least undrawn share of the limit, above 0 and at most 1.</param>
    /// <returns>The rows, and how many were left out: too little undrawn, or a missing cell.</returns>
    /// <exception cref="FlorinException">FLR0507: a column that is not there or holds no numbers; FLR1540: a share that cannot be;
    /// FLR1569: no row has a factor.</exception>
    public static (Table Table, int LeftOut) AddFactors(Table table, string limit, string drawn, string ead, string name = "ccf",
        double leastUndrawn = LeastUndrawn)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentException.ThrowIfNullOrEmpty(name);
        Check(1, 0, 0, leastUndrawn);
        (double[] limits, double[] draws, double[] eads) =
            (table.Number(limit).Values.ToArray(), table.Number(drawn).Values.ToArray(), table.Number(ead).Values.ToArray());
        double?[] factors = [.. Enumerable.Range(0, table.RowCount)
            .Select(row => FactorOf(limits[row], draws[row], eads[row], leastUndrawn))];
        int[] rows = [.. Enumerable.Range(0, factors.Length).Where(row => factors[row] is not null)];
        if (rows.Length == 0)
            throw new FlorinException("FLR1569", "no line has enough undrawn for a factor", $"columns \"{limit}\" and \"{drawn}\"",
                FormattableString.Invariant($"{factors.Length} rows"), "model the exposure as a share of the limit");
        Table kept = table.Rows(rows);
        return (Table.From([.. kept.Columns.Where(column => column.Name != ead),
            new NumberColumn(name, [.. rows.Select(row => factors[row]!.Value)])]), factors.Length - rows.Length);
    }

    static double? FactorOf(double limit, double drawn, double ead, double leastUndrawn) =>
        limit > 0 && limit - drawn >= leastUndrawn * limit && double.IsFinite(ead) ? (ead - drawn) / (limit - drawn) : null;

    static void Check(double limit, double drawn, double ead, double leastUndrawn)
    {
        CreditCheck.Demand(limit > 0 && double.IsFinite(limit), "a limit", limit, "an amount above 0");
        CreditCheck.Amount("an amount drawn", drawn);
        CreditCheck.Amount("an exposure at default", ead);
        CreditCheck.Demand(leastUndrawn is > 0 and <= 1, "a least undrawn share", leastUndrawn, "a number above 0 and at most 1");
    }
}

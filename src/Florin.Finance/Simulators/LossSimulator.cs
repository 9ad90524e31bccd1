namespace Florin;

/// <summary>Simulated loans that defaulted and what no lender knows of them.</summary>
/// <param name="Table">What a lender would have: the columns that <see cref="LossSimulator"/> describes.</param>
/// <param name="TrueShare">For each row the expected share, between 0 and 1, once shares beyond are taken for 0 and 1.</param>
public sealed record LossSample(Table Table, IReadOnlyList<double> TrueShare);

/// <summary>
/// Loans that defaulted, whose expected loss given default (LGD) and credit conversion factor (CCF) are known. <b>Truth:</b> a share is 0
/// with probability s(a), else 1 with probability s(b), else between 0 and 1 with mean s(c), where s(x) = 1 / (1 + exp(-x)); so it is
/// expected to be (1 - s(a)) (s(b) + (1 - s(b)) s(c)). Of LGD:
/// <code>
/// a = 1.2 - 2 [loan_to_value above 0.8], without collateral -1.1, - 0.8 [jobless] - 0.25 late_payments
/// b = -2.2 + 1.2 [no collateral] + 0.8 [months_on_book below 12]
/// c = -0.6 + 2.5 max(0, loan_to_value - 0.8), without collateral +0.9, + 0.1 years + 0.7 [jobless, no collateral] + 0.3 [region = east]
/// </code>
/// Of CCF:
/// <code>
/// a = -1.8 - 0.5 late_payments + 0.03 min(months_on_book, 60)
/// b = -2.4 + 3 utilisation + 1.2 [late_payments at least 2] + 0.6 [product = card]
/// c = -0.8 + 1.8 [product = card and months_on_book below 24] + 0.9 [jobless] + 0.05 years
/// </code>
/// where years run from 0 to 5 from the first day. A tenth of the zeros is up to 0.03 below 0, a tenth of the ones up to 0.06 above 1, as
/// interest and costs make them.
/// </summary>
/// <remarks><b>Columns:</b> loan_id; defaulted_on (2019-01-01 to 2023-12-31, never falling); product mortgage, car, card or unsecured;
/// region; months_on_book; limit, drawn and utilisation a year before the default; late_payments; jobless yes or no, 5 % missing at random;
/// loan_to_value, missing without collateral (card, unsecured); noise without any effect. Then ead and lgd, or ccf.</remarks>
public static class LossSimulator
{
    const uint Key = 0x1055;

    static readonly DateTime First = new(2019, 1, 1);

    /// <summary>Loans with their loss given default.</summary>
    /// <param name="rows">How many, at least 1.</param>
    /// <param name="seed">Any number; the same rows and seed give the same bytes on every machine.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="FlorinException">FLR1041: fewer than one row.</exception>
    public static LossSample Lgd(int rows, ulong seed, CancellationToken cancellation = default)
    {
        DefaultedLoan[] all = Draw(rows, seed, cancellation);
        return new LossSample(Table.From([.. Columns(all), Numbers(all, "ead", one => one.Ead), Numbers(all, "lgd", one => one.Lgd)]),
            [.. all.Select(one => one.TrueLgd)]);
    }

    /// <summary>Loans with their credit conversion factor.</summary>
    /// <inheritdoc cref="Lgd"/>
    public static LossSample Ccf(int rows, ulong seed, CancellationToken cancellation = default)
    {
        DefaultedLoan[] all = Draw(rows, seed, cancellation);
        return new LossSample(Table.From([.. Columns(all), Numbers(all, "ccf", one => one.Ccf)]), [.. all.Select(one => one.TrueCcf)]);
    }

    static IEnumerable<Column> Columns(DefaultedLoan[] all) =>
    [
        CategoryColumn.From("loan_id", Enumerable.Range(1, all.Length)
            .Select(number => "D" + number.ToString("D7", System.Globalization.CultureInfo.InvariantCulture))),
        new DateColumn("defaulted_on", all.Select(one => (DateTime?)First.AddDays(one.Day))),
        CategoryColumn.From("product", all.Select(one => DefaultedLoan.Products[one.Product])),
        CategoryColumn.From("region", all.Select(one => DefaultedLoan.Regions[one.Region])),
        Numbers(all, "months_on_book", one => one.Months),
        Numbers(all, "limit", one => one.Limit),
        Numbers(all, "drawn", one => one.Drawn),
        Numbers(all, "utilisation", one => one.Utilisation),
        Numbers(all, "late_payments", one => one.Late),
        CategoryColumn.From("jobless", all.Select(one => one.JobMissing ? null : one.Jobless ? "yes" : "no")),
        Numbers(all, "loan_to_value", one => one.LoanToValue),
        Numbers(all, "noise", one => one.Noise),
    ];

    static NumberColumn Numbers(DefaultedLoan[] all, string name, Func<DefaultedLoan, double> value) => new(name, [.. all.Select(value)]);

    static DefaultedLoan[] Draw(int rows, ulong seed, CancellationToken cancellation)
    {
        if (rows < 1)
            throw new FlorinException("FLR1041", "a simulation has at least one row", "rows", FormattableString.Invariant($"{rows}"),
                "ask for one row or more");
        var draws = new RowDraws(seed, Key);
        var all = new DefaultedLoan[rows];
        for (int row = 0; row < rows; row++)
        {
            if (row % 4096 == 0) cancellation.ThrowIfCancellationRequested();
            all[row] = DefaultedLoan.Draw(draws, row, rows);
        }

        return all;
    }
}

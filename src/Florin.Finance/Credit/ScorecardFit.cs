namespace Florin;

using System.Globalization;
using Florin.Kernels;

/// <summary>Bins the columns, chooses among them, and fits the regression.</summary>
sealed class ScorecardFit(BinaryTarget target, TrainRows train, ScorecardOptions options, CancellationToken cancellation)
{
    /// <summary>Too few rows, separable or no convergence: the likelihood has no maximum that can be found.</summary>
    static readonly string[] Unfittable = ["FLR0323", "FLR0326", "FLR0328"];

    readonly double[] bad = target.Labels(train.Table);
    readonly double[] weights = train.Weights ?? [];
    readonly Dictionary<string, string> leftOut = new(StringComparer.Ordinal);
    readonly List<string> remarks = [];

    public Scorecard Card()
    {
        string[] columns = [.. train.Schema.Features];
        foreach (string name in columns.Where(name => !WoeBinning.Takes(train.Table[name])))
            leftOut[name] = train.Table[name].Kind == ColumnKind.Date ? "dates have no bins: make an age of them" : "free text has no bins";
        WoeBinning[] found = Binned([.. columns.Where(name => !leftOut.ContainsKey(name))]);
        List<WoeBinning> chosen = Chosen(found);
        (double intercept, Characteristic[] fitted) = Fitted(chosen);
        Scorecard exact = ScorecardPoints.Placed(new Scorecard
        {
            Target = target,
            Scale = options.Scale,
            Layout = options.Layout,
            Intercept = intercept,
            BasePoints = 0,
            Rounded = false,
            Characteristics = [.. fitted],
            Columns = [.. found.Select(each => new ScorecardColumn(each.Column, each.Iv, leftOut.GetValueOrDefault(each.Column))),
                .. columns.Except(found.Select(each => each.Column))
                    .Select(name => new ScorecardColumn(name, null, leftOut.GetValueOrDefault(name)))],
            Remarks = [.. remarks, .. Collinearity.Remarks([.. fitted.Select(each => each.Column)],
                [.. fitted.Select(each => each.Coefficient)],
                [.. fitted.Select(each => each.Binning.Transform(train.Table[each.Column]))], weights)],
        });
        Scorecard card = options.Round ? exact.Whole() : exact;
        return card with { Training = card.Check(train.Table, weights) };
    }

    /// <summary>By falling information value, then by name.</summary>
    WoeBinning[] Binned(string[] columns)
    {
        OutcomeRows rows = OutcomeRows.Of(train.Count, bad, weights);
        var found = new WoeBinning[columns.Length];
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Threads == 0 ? Environment.ProcessorCount : options.Threads,
            CancellationToken = cancellation,
        };
        Parallel.For(0, columns.Length, parallel, at =>
            found[at] = new ColumnBinner(train.Table[columns[at]], rows, options.Of(columns[at])).Bins());
        return [.. found.OrderByDescending(each => each.Iv).ThenBy(each => each.Column, StringComparer.Ordinal)];
    }

    List<WoeBinning> Chosen(WoeBinning[] found)
    {
        List<WoeBinning> chosen = [];
        (double goods, double bads) = Totals();
        double chance = options.ChanceLimit * (1 / goods + 1 / bads);
        foreach (WoeBinning each in found)
        {
            if (each.Bins.Where(bin => bin.Rows > 0).Select(bin => bin.Woe).Distinct().Count() < 2)
                leftOut[each.Column] = "nothing in it tells good from bad";
            else if (each.Iv < options.MinimumIv)
                leftOut[each.Column] = Invariant($"information value {each.Iv:0.0000}, below {options.MinimumIv:0.####}");
            else if (each.Iv < chance)
                leftOut[each.Column] = Invariant($"information value {each.Iv:0.0000}, noise reaches {chance:0.0000}");
            else if (chosen.Count == options.MaximumCharacteristics)
                leftOut[each.Column] = Invariant($"{options.MaximumCharacteristics} others have a higher information value");
            else chosen.Add(each);
        }

        return chosen;
    }

    /// <summary>Fits, and leaves out one column at a time until every coefficient has the right sign.</summary>
    (double Intercept, Characteristic[] Fitted) Fitted(List<WoeBinning> chosen)
    {
        while (chosen.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                Coefficient[] found = [.. Regression(chosen).Coefficients];
                int wrong = Enumerable.Range(0, chosen.Count).MaxBy(at => found[at + 1].Statistic);
                if (!options.DropWrongSigns || found[wrong + 1].Value < 0)
                    return (found[0].Value, [.. chosen.Select((each, at) => new Characteristic(each, found[at + 1].Value,
                        found[at + 1].StandardError, found[at + 1].PValue, []))]);
                leftOut[chosen[wrong].Column] = Invariant($"its coefficient has the wrong sign ({found[wrong + 1].Value:+0.00}) beside ")
                    + "the others";
                chosen.RemoveAt(wrong);
            }
            catch (FlorinException error) when (error.Code == "FLR0322")
            {
                int same = chosen.FindLastIndex(each => error.Place!.StartsWith($"\"{each.Column}\"", StringComparison.Ordinal));
                leftOut[chosen[same].Column] = "others together say the same";
                chosen.RemoveAt(same);
            }
            catch (FlorinException error) when (Unfittable.Contains(error.Code))
            {
                return Independent(chosen, error);
            }
        }

        return (LogOdds(), []);
    }

    /// <summary>Every coefficient -1, as if the characteristics were independent: what remains where the likelihood has no
    /// maximum.</summary>
    (double Intercept, Characteristic[] Fitted) Independent(List<WoeBinning> chosen, FlorinException error)
    {
        remarks.Add($"The coefficients could not be fitted ({error.Message.Split('\n')[0]}). They are -1, as if the characteristics were "
            + "independent: look for a column that knows the outcome, or give more rows.");
        return (LogOdds(), [.. chosen.Select(each => new Characteristic(each, -1, null, null, []))]);
    }

    (double Goods, double Bads) Totals()
    {
        double all = weights.Length == 0 ? bad.Length : weights.Sum();
        double bads = Enumerable.Range(0, bad.Length).Sum(row => weights.Length == 0 ? bad[row] : bad[row] * weights[row]);
        return (all - bads, bads);
    }

    double LogOdds()
    {
        (double goods, double bads) = Totals();
        return Elementary.Log(bads / goods);
    }

    RegressionFit Regression(List<WoeBinning> chosen)
    {
        float[] numbers = new float[train.Count * chosen.Count];
        foreach ((int at, WoeBinning each) in chosen.Index())
            foreach ((int row, double woe) in each.Transform(train.Table[each.Column]).Index())
                numbers[row * chosen.Count + at] = (float)woe;
        return Net.Logistic.Fit(new Examples
        {
            Numbers = numbers,
            Axes = [chosen.Count],
            Target = [.. bad.Select(outcome => (float)outcome)],
            Weight = weights.Length == 0 ? null : [.. weights.Select(weight => (float)weight)],
            Names = [.. chosen.Select(each => each.Column)],
        });
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

namespace Florin;

using System.Globalization;
using System.Text;

/// <summary>A scorecard as a table, to read and for a spreadsheet.</summary>
static class ScorecardTable
{
    const int WidestBin = 44;

    static readonly string[] Head = ["characteristic", "bin", "rows", "share", "bad_rate", "woe", "iv", "points", "goods", "bads", "from",
        "to", "coefficient", "standard_error", "p_value"];

    public static string Of(Scorecard card)
    {
        List<string[]> cells = [["characteristic", "bin", "rows", "share", "bad rate", "WoE", "points"]];
        if (HasBase(card)) cells.Add(["everyone", "", "", "", "", "", Points(card, card.BasePoints)]);
        foreach (Characteristic each in card.Characteristics)
            foreach ((int at, WoeBin bin) in each.Binning.Bins.Index())
            {
                string[] label = [.. Lines(bin.Label)];
                cells.Add([at == 0 ? each.Column : "", label[0], Invariant($"{bin.Rows:N0}"), Invariant($"{bin.Share:P1}"), BadRate(bin),
                    Invariant($"{bin.Woe:0.000}"), Points(card, each.Points[at])]);
                cells.AddRange(label.Skip(1).Select(line => (string[])["", line, "", "", "", "", ""]));
            }

        int[] widths = [.. Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(row => row[column].Length))];
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Scorecard for {card.Target.InWords}\n{card.Scale}\n\n");
        foreach ((int number, string[] row) in cells.Index())
        {
            if (number > 0 && row[0] != "") text.Append('-', widths.Sum() + 2 * (widths.Length - 1)).Append('\n');
            text.AppendJoin("  ", row.Select((cell, at) => at < 2 ? cell.PadRight(widths[at]) : cell.PadLeft(widths[at]))).Append('\n');
        }

        foreach (string line in Below(card)) text.Append('\n').Append(line);
        return text.Append("\n\nSigned ____________________    Date ____________").ToString();
    }

    /// <summary>Points against PD, rounding, what was left out.</summary>
    static IEnumerable<string> Below(Scorecard card)
    {
        (double least, double most) = card.Range;
        yield return Invariant($"Points run from {least:0.#} (PD {card.Scale.Pd(least):P2}) to {most:0.#} (PD {card.Scale.Pd(most):P2}).");
        if (card.Training is { } training) yield return Rounding(card, training);
        foreach (string remark in card.Remarks) yield return remark;
        foreach (ScorecardColumn column in card.Columns)
            if (column.LeftOut is { } reason) yield return $"Left out: {column.Column}, {reason}.";
    }

    /// <summary>Metrics before and after rounding, in one sentence.</summary>
    public static string Rounding(Scorecard card, ScorecardCheck check) => card.Rounded
        ? Invariant($"Rounding on the {check.Rows:N0} rows it was learned from: AUC {check.Exact.Auc:0.0000} before, ")
            + Invariant($"{check.Points.Auc:0.0000} after; KS {check.Exact.Ks:0.0000}, {check.Points.Ks:0.0000}; log-loss ")
            + Invariant($"{check.Exact.LogLoss:0.0000}, {check.Points.LogLoss:0.0000}; no PD moves by more than ")
            + Invariant($"{100 * check.LargestPdChange:0.00} percentage points.")
        : Invariant($"On the {check.Rows:N0} rows it was learned from: AUC {check.Points.Auc:0.0000}, KS {check.Points.Ks:0.0000}, ")
            + Invariant($"log-loss {check.Points.LogLoss:0.0000}.");

    /// <summary>The bad rate; of a bin without rows, what it counts as.</summary>
    public static string BadRate(WoeBin bin) => bin.BadRate is { } rate ? Invariant($"{rate:P2}") : "as average";

    public static bool HasBase(Scorecard card) => card.BasePoints != 0 || card.Characteristics.Length == 0;

    public static string Points(Scorecard card, double points) =>
        points.ToString(card.Rounded ? "0" : "0.00", CultureInfo.InvariantCulture);

    public static void Csv(Scorecard card, TextWriter writer)
    {
        var csv = new CsvWriter(writer);
        foreach (string name in Head) csv.Add(name);
        csv.EndRow();
        if (HasBase(card))
        {
            csv.Add("everyone");
            for (int at = 1; at < Head.Length; at++) csv.Add(Head[at] == "points" ? card.BasePoints : double.NaN);
            csv.EndRow();
        }

        foreach (Characteristic each in card.Characteristics)
            foreach ((int at, WoeBin bin) in each.Binning.Bins.Index()) Line(csv, each, bin, each.Points[at]);
    }

    static void Line(CsvWriter csv, Characteristic each, WoeBin bin, double points)
    {
        csv.Add(each.Column);
        csv.Add(bin.Label);
        double?[] numbers = [bin.Rows, bin.Share, bin.BadRate, bin.Woe, bin.Iv, points, bin.Good, bin.Bad, bin.From, bin.To,
            each.Coefficient, each.StandardError, each.PValue];
        foreach (double? number in numbers) csv.Add(number ?? double.NaN);
        csv.EndRow();
    }

    /// <summary>A long list of categories over several lines: who signs must see them all.</summary>
    static IEnumerable<string> Lines(string label)
    {
        while (label.Length > WidestBin && label.LastIndexOf(", ", WidestBin, StringComparison.Ordinal) is > 0 and var comma)
        {
            yield return label[..(comma + 1)];
            label = label[(comma + 2)..];
        }

        yield return label;
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

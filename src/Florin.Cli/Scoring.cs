namespace Florin.Cli;

using System.Globalization;

/// <summary>Scores a file batch by batch; with a key, ids are written as their hashes; with an explainer, declines have the codes of
/// their reasons.</summary>
sealed class Scoring(Model model, int threads, IdKey? ids, ReasonExplainer? why = null)
{
    const int BatchRows = 8192;

    readonly IReadOnlyList<CreditColumn> added = model.Target is BinaryTarget ? CreditPolicy.Of(model)?.Columns() ?? [] : [];

    public long Rows { get; private set; }

    public long Bad { get; private set; }

    public void Write(RowSource data, TextWriter target, Screen screen, CancellationToken cancel)
    {
        var writer = new CsvWriter(target);
        string[] head = ["row", .. model.Id is null ? (string[])[] : ["id"], .. ScoreNames, .. ReasonNames, "error"];
        foreach (string name in head) writer.Add(name);
        writer.EndRow();
        foreach (TableBatch batch in data.Batches(model, null, BatchRows, cancel))
        {
            (double[] scores, string?[] errors) = Scored(batch);
            for (int row = 0; row < errors.Length; row++)
            {
                writer.Add(Rows + row + 1);
                if (model.Id is { } name) writer.Add(batch.Table[name].TextAt(row) is { } id ? ids?.HashOf(id) ?? id : null);
                string[] reasons = Reasons(batch.Table, row, scores, ref errors[row], cancel);
                Add(writer, scores, row, errors[row] is not null);
                for (int at = 0; at < ReasonNames.Length; at++) writer.Add(at < reasons.Length ? reasons[at] : null);
                writer.Add(errors[row]);
                writer.EndRow();
                if (errors[row] is not null) Bad++;
            }

            Rows += errors.Length;
            screen.Progress("scoring", $"{Rows.ToString("N0", CultureInfo.InvariantCulture)} rows");
        }
    }

    string[] ScoreNames => model.Target switch
    {
        ClassTarget classes => ["score", "predicted", .. classes.Levels.Select(level => $"score_{level}")],
        CountTarget => ["score", "rate"],
        ShareTarget { Whole: not null } => ["score", "amount"],
        _ => ["score", .. added.Select(column => column.Name)],
    };

    string[] ReasonNames => why is null ? [] : [.. Enumerable.Range(1, why.Policy.Most).Select(number =>
        string.Create(CultureInfo.InvariantCulture, $"reason{number}"))];

    string[] Reasons(Table table, int row, double[] scores, ref string? error, CancellationToken cancel)
    {
        if (why is null || error is not null || !why.Declines(scores[row])) return [];
        try
        {
            return [.. why.Explain(table, row, cancellation: cancel).Reasons.Select(reason => reason.Code)];
        }
        catch (FlorinException failure)
        {
            // Its code alone: the text may speak of the row.
            error = $"{failure.Code}: the row cannot be explained";
            return [];
        }
    }

    /// <summary>A row without exposure has no expected count; the others of its batch have theirs.</summary>
    (double[] Scores, string?[] Errors) Scored(TableBatch batch)
    {
        string?[] errors = [.. Enumerable.Range(0, batch.Table.RowCount).Select(batch.ErrorAt)];
        double[] scores = model.Score(model.Features.Encode(batch.Table), threads);
        if (model.Target is ShareTarget { Whole: not null } share)
            return ([.. scores.SelectMany((score, row) => (double[])[score, share.AmountOf(batch.Table, row, score)])], errors);
        if (model.Target is not CountTarget count) return (scores, errors);
        double[] rates = new double[2 * scores.Length];
        for (int row = 0; row < scores.Length; row++)
        {
            errors[row] ??= count.WrongExposure(batch.Table, row);
            double exposure = errors[row] is null ? count.ExposureOf(batch.Table, row) : 1;
            (rates[2 * row], rates[2 * row + 1]) = (scores[row] * exposure, scores[row]);
        }

        return (rates, errors);
    }

    void Add(CsvWriter writer, double[] scores, int row, bool bad)
    {
        int width = model.Target is CountTarget or ShareTarget { Whole: not null } ? 2 : model.Target.Outputs;
        ReadOnlySpan<double> own = scores.AsSpan(row * width, width);
        if (model.Target is ClassTarget classes)
        {
            int best = classes.Likeliest(own);
            writer.Add(bad ? double.NaN : own[best]);
            writer.Add(bad ? null : classes.Levels[best]);
        }

        foreach (double score in own) writer.Add(bad ? double.NaN : score);
        foreach (CreditColumn column in added)
            if (column.Number is { } number) writer.Add(bad ? double.NaN : number(own[0]));
            else writer.Add(bad ? null : column.Text!(own[0]));
    }
}

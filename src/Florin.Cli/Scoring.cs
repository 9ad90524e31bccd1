namespace Florin.Cli;

using System.Globalization;

/// <summary>Scores a file batch by batch; with a key, ids are written as their hashes.</summary>
sealed class Scoring(Model model, int threads, IdKey? ids)
{
    const int BatchRows = 8192;

    public long Rows { get; private set; }

    public long Bad { get; private set; }

    public void Write(RowSource data, TextWriter target, Screen screen, CancellationToken cancel)
    {
        var writer = new CsvWriter(target);
        foreach (string name in (string[])["row", .. model.Id is null ? (string[])[] : ["id"], .. ScoreNames, "error"]) writer.Add(name);
        writer.EndRow();
        foreach (TableBatch batch in data.Batches(model, null, BatchRows, cancel))
        {
            (double[] scores, string?[] errors) = Scored(batch);
            for (int row = 0; row < errors.Length; row++)
            {
                writer.Add(Rows + row + 1);
                if (model.Id is { } name) writer.Add(batch.Table[name].TextAt(row) is { } id ? ids?.HashOf(id) ?? id : null);
                Add(writer, scores, row, errors[row] is not null);
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
        _ => ["score"],
    };

    /// <summary>A row without exposure has no expected count; the others of its batch have theirs.</summary>
    (double[] Scores, string?[] Errors) Scored(TableBatch batch)
    {
        string?[] errors = [.. Enumerable.Range(0, batch.Table.RowCount).Select(batch.ErrorAt)];
        double[] scores = model.Score(model.Features.Encode(batch.Table), threads);
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
        int width = model.Target is CountTarget ? 2 : model.Target.Outputs;
        ReadOnlySpan<double> own = scores.AsSpan(row * width, width);
        if (model.Target is ClassTarget classes)
        {
            int best = classes.Likeliest(own);
            writer.Add(bad ? double.NaN : own[best]);
            writer.Add(bad ? null : classes.Levels[best]);
        }

        foreach (double score in own) writer.Add(bad ? double.NaN : score);
    }
}

namespace Florin.Cli;

using System.Globalization;

/// <summary>Scores a file batch by batch.</summary>
sealed class Scoring(Model model, int threads)
{
    const int BatchRows = 8192;

    public long Rows { get; private set; }

    public long Bad { get; private set; }

    public void Write(string path, TextWriter target, Screen screen, CancellationToken cancel)
    {
        var writer = new CsvWriter(target);
        foreach (string name in model.Id is null ? (ReadOnlySpan<string>)["row", "score", "error"] : ["row", "id", "score", "error"])
            writer.Add(name);
        writer.EndRow();
        foreach (TableBatch batch in model.ReadCsv(path, rows: BatchRows, cancellation: cancel))
        {
            double[] scores = model.Score(batch.Table, threads);
            for (int row = 0; row < scores.Length; row++)
            {
                string? error = batch.ErrorAt(row);
                writer.Add(Rows + row + 1);
                if (model.Id is { } name) writer.Add(batch.Table[name].TextAt(row));
                writer.Add(error is null ? scores[row] : double.NaN);
                writer.Add(error);
                writer.EndRow();
                if (error is not null) Bad++;
            }

            Rows += scores.Length;
            screen.Progress("scoring", $"{Rows.ToString("N0", CultureInfo.InvariantCulture)} rows");
        }
    }
}

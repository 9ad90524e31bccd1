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
        List<ColumnSpec> columns = [.. model.Features.Columns];
        if (model.Id is { } id && !columns.Any(column => column.Name == id))
            columns.Add(new ColumnSpec(id, ColumnKind.Text, Optional: true));
        target.Write(model.Id is null ? "row,score,error\n" : "row,id,score,error\n");
        foreach (TableBatch batch in Table.ReadCsvBatches(path, columns, BatchRows, cancellation: cancel))
        {
            double[] scores = model.Score(batch.Table, threads);
            for (int row = 0; row < scores.Length; row++)
            {
                string? error = batch.Problems.Count == 0 ? null : batch.ErrorAt(row);
                target.Write((Rows + row + 1).ToString(CultureInfo.InvariantCulture));
                if (model.Id is { } name) target.Write("," + Cell(batch.Table[name].TextAt(row)));
                string score = error is null ? scores[row].ToString("R", CultureInfo.InvariantCulture) : "";
                target.Write($",{score},{Cell(error)}\n");
                if (error is not null) Bad++;
            }

            Rows += scores.Length;
            screen.Progress("scoring", $"{Rows.ToString("N0", CultureInfo.InvariantCulture)} rows");
        }
    }

    /// <summary>Quoted where commas or quotes ask for it; what a spreadsheet would take for a formula gets an apostrophe.</summary>
    static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        bool formula = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r';
        if (formula && !double.TryParse(text, CultureInfo.InvariantCulture, out _)) text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

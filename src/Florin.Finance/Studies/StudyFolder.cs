namespace Florin;

using System.Text;

/// <summary>A run's folder: <c>model.florin</c>, <c>study.json</c>, <c>report.html</c>, <c>predictions.csv</c>.</summary>
public static class StudyFolder
{
    /// <summary>The name of each file.</summary>
    public const string ModelName = "model.florin", StudyName = "study.json", ReportName = "report.html",
        PredictionsName = "predictions.csv";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Names { get; } = [ModelName, StudyName, ReportName, PredictionsName];

    /// <summary>
    /// Writes the results beside the folder and moves them there at the end: a reader sees all of them or none. What was there before is
    /// replaced as a whole.
    /// </summary>
    /// <param name="result">The results.</param>
    /// <param name="folder">Where they go.</param>
    /// <param name="ids">The key under which ids are written; null: as they are.</param>
    public static void Write(StudyResult result, string folder, IdKey? ids = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        string full = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        string made = $"{full}.{Guid.NewGuid():N}.tmp", old = $"{full}.{Guid.NewGuid():N}.old";
        Directory.CreateDirectory(made);
        try
        {
            File.WriteAllBytes(Path.Combine(made, ModelName), result.ModelFile.Span);
            File.WriteAllText(Path.Combine(made, StudyName), result.Study.ToJson() + "\n", new UTF8Encoding(false));
            Predictions.Told(result.Predictions, ids).WriteCsv(Path.Combine(made, PredictionsName));
            StudyPage.Of(result.Study).Save(Path.Combine(made, ReportName));
            if (Directory.Exists(full)) Directory.Move(full, old);
            Directory.Move(made, full);
            if (Directory.Exists(old)) Directory.Delete(old, true);
        }
        finally
        {
            if (Directory.Exists(made)) Directory.Delete(made, true);
        }
    }
}

namespace Florin;

/// <summary>The curves of an additive net: the whole model on a page.</summary>
static class AdditiveBlocks
{
    const int MostCurves = 12;

    public static string Title(Study study) => IsModel(study) ? "The model, drawn" : "The additive net beside it";

    public static string Caption(Study study)
    {
        string of = IsModel(study) ? "The model is a sum" : "A challenger that is a sum"
            + (study.Folds.Length > 0 ? ", of the first fold" : "");
        int all = study.Additive?.Columns.Length ?? 0;
        return $"{of}: one curve for each column and an intercept of {StudyText.Number(study.Additive?.Intercept)}"
            + (study.Target.Kind == ModelTask.Binary ? ", in log odds before calibration." : ".")
            + " What a curve shows is exactly what the column adds to a row's score, compared with the average training row."
            + (all > MostCurves ? $" The {MostCurves} widest of {all}; all stand in study.json." : "");
    }

    public static IEnumerable<PageBlock> Of(Study study)
    {
        if (study.Additive is not { } curves) yield break;
        TableBlock block = new TableBlock("How much each column adds")
        {
            Caption = "Standard deviation of what the column adds over the training rows, and its least and greatest.",
            Bars = [.. curves.Columns.Select(each => each.Spread)],
        }.Column("column").Column("spread", number: true).Column("least", number: true).Column("greatest", number: true);
        foreach (AdditiveCurve each in curves.Columns.Where(each => each.Points.Length > 0))
            block = block.Row(each.Column, StudyText.Number(each.Spread), StudyText.Number(each.Points.Min(point => point.Term)),
                StudyText.Number(each.Points.Max(point => point.Term)));
        yield return block with { Bars = [.. curves.Columns.Where(each => each.Points.Length > 0).Select(each => each.Spread)] };
        foreach (AdditiveCurve each in curves.Columns.Take(MostCurves))
            foreach (PageBlock drawn in Curve(each, study)) yield return drawn;
    }

    static IEnumerable<PageBlock> Curve(AdditiveCurve curve, Study study)
    {
        string what = study.Target.Kind == ModelTask.Binary ? "added to the log odds" : "added";
        AdditivePoint[] line = [.. curve.Points.Where(point => point.Number is not null)];
        AdditivePoint[] levels = [.. curve.Points.Where(point => point.Number is null).OrderByDescending(point => point.Term)];
        if (line.Length > 1)
            yield return new Chart(curve.Column)
            {
                XLabel = curve.Column,
                YLabel = what,
                Caption = levels.Length == 0 ? null : string.Join("; ", levels.Select(point =>
                    $"{point.Cell}: {StudyText.Number(point.Term)} ({StudyText.Percent(point.Share)} of the rows)")) + ".",
            }.Line([.. line.Select(point => point.Number!.Value)], [.. line.Select(point => point.Term)], what);
        else if (curve.Points.Length > 0)
        {
            TableBlock block = new(curve.Column) { Bars = [.. levels.Select(point => point.Share)] };
            block = block.Column(curve.Column).Column(what, number: true).Column("share of rows", number: true);
            foreach (AdditivePoint point in levels)
                block = block.Row(point.Cell, StudyText.Number(point.Term), StudyText.Percent(point.Share));
            yield return block;
        }
    }

    static bool IsModel(Study study) => study.Network.Name == "additive";
}

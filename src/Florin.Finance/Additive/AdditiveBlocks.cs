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
        bool pairs = study.Additive?.Surfaces.Length > 0;
        return $"{of}: one curve for each column{(pairs ? ", one surface for each of some pairs" : "")} and an intercept of "
            + StudyText.Number(study.Additive?.Intercept)
            + (study.Target.Kind is ModelTask.Binary or ModelTask.Share ? ", in log odds before calibration." : ".")
            + " What a curve shows is exactly what the column adds to a row's score, compared with the average training row."
            + (pairs ? " A surface shows what both columns add beyond their curves: its mean along either, over the training rows, is 0."
                : "")
            + (pairs && study.Monotone is not null
                ? " Directions hold for the sum; a curve alone may turn where a surface makes up for it." : "")
            + (all > MostCurves ? $" The {MostCurves} widest of {all}; all stand in study.json." : "");
    }

    public static IEnumerable<PageBlock> Of(Study study)
    {
        if (study.Additive is not { } curves) yield break;
        bool pairs = curves.Surfaces.Length > 0;
        (string Name, double Spread, double Share, double[] Terms)[] terms =
        [
            .. curves.Columns.Where(each => each.Points.Length > 0)
                .Select(each => (each.Column, each.Spread, each.VarianceShare, each.Points.Select(point => point.Term).ToArray()))
                .Concat(curves.Surfaces.Where(each => each.Seen.Length > 0).Select(each => (each.Name, each.Spread, each.VarianceShare,
                    each.Seen))).OrderByDescending(each => each.Item2),
        ];
        TableBlock block = new TableBlock(pairs ? "How much each column and pair adds" : "How much each column adds")
        {
            Caption = "Standard deviation of what it adds over the training rows, its part of the variance of the whole (all add up to "
                + "100 %; what works against the others is negative), its least and greatest.",
            Bars = [.. terms.Select(each => each.Spread)],
        }.Column(pairs ? "column or pair" : "column").Column("spread", number: true).Column("of the variance", number: true)
            .Column("least", number: true).Column("greatest", number: true);
        foreach ((string name, double spread, double share, double[] each) in terms)
            block = block.Row(name, StudyText.Number(spread), StudyText.Percent(share), StudyText.Number(each.Min()),
                StudyText.Number(each.Max()));
        yield return block;
        foreach (PageBlock drawn in SurfaceBlocks.Of(curves, Added(study))) yield return drawn;
        foreach (AdditiveCurve each in curves.Columns.Take(MostCurves))
            foreach (PageBlock drawn in Curve(each, Added(study))) yield return drawn;
    }

    static string Added(Study study) => study.Target.Kind is ModelTask.Binary or ModelTask.Share ? "added to the log odds" : "added";

    static IEnumerable<PageBlock> Curve(AdditiveCurve curve, string what)
    {
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

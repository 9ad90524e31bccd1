namespace Florin.Accuracy;

/// <summary>
/// A set with its plan. Inside the training rows the plan's own kind of split is applied again, to the training rows alone.
/// </summary>
sealed class AccuracySet(string name, Plan plan, Table table)
{
    const int InnerParts = 4;

    public string Name => name;

    public Plan Plan => plan;

    /// <summary>How many times the rows can be cut: once where time orders them or the test rows judge.</summary>
    public int Parts(bool test) => test || plan.Split is SplitPlans.OutOfTime ? 1 : InnerParts;

    /// <summary>Reads the set of a plan; a plan whose time is <c>row</c> gets a column that counts the rows.</summary>
    public static AccuracySet Read(string path, string data)
    {
        Plan plan = PlanFile.Read(path);
        Table table = Table.ReadCsv(Path.Combine(data, plan.Data.Path!), plan.Data.ToCsvOptions());
        if (plan.Data.Time == "row")
            table = table.With(new NumberColumn("row", [.. Enumerable.Range(0, table.RowCount).Select(row => (double)row)]));
        return new AccuracySet(Path.GetFileNameWithoutExtension(path), plan, table);
    }

    /// <summary>The rows of one part: to learn from, to stop by, to judge by; and the judging rows' places in the file, from 0.</summary>
    public (SplitTable Rows, int[] Judging) Cut(bool test, int part, ulong seed)
    {
        int[] places = test ? [.. Enumerable.Range(0, table.RowCount)] : Inner(part);
        Table chosen = table.Rows(places);
        Split split = plan.Split is SplitPlans.Every every ? new EverySplit(test ? every.K : InnerParts) : new OutOfTimeSplit();
        SplitTable rows = SplitTable.Of(chosen, Schema.Of(chosen, plan.ToRoles()), split, seed);
        return (rows, [.. rows.Rows.Test.Select(row => places[row])]);
    }

    /// <summary>The training rows, turned so that another fourth of them judges.</summary>
    int[] Inner(int part)
    {
        int count = table.RowCount;
        if (plan.Split is not SplitPlans.Every every) return [.. Enumerable.Range(0, (int)Math.Round(0.8 * count))];
        int[] train = [.. Enumerable.Range(0, count).Where(row => (row + 1) % every.K != 0)];
        int whole = train.Length / InnerParts * InnerParts;
        return [.. Enumerable.Range(0, whole).Select(at => train[(at + part) % whole])];
    }
}

namespace Florin;

using System.Globalization;

/// <summary>Columns of numbers that are read as levels since a few of their cells are no numbers.</summary>
static class CellRules
{
    const double Most = 0.8;
    const int FewestNumbers = 20, MostOdd = 10;

    /// <summary>Spellings of what is no finite number; no other text of a cell is told.</summary>
    static readonly string[] Spellings = ["inf", "infinity", "nan", "1.#inf", "1.#qnan", "1.#ind"];

    public static IEnumerable<PlanProblem> Of(Plan plan, Table table)
    {
        string[] named = [.. plan.Data.Categorical, .. plan.ToRoles().All().Where(role => role.Role != Role.Protected)
            .Select(role => role.Column)];
        foreach (Column column in table.Columns)
            if (!named.Contains(column.Name) && Odd(column) is { } odd)
                yield return new PlanProblem("FLR1575", "data",
                    $"\"{column.Name}\" would be read as levels, since some cells are no numbers")
                {
                    Found = string.Create(CultureInfo.InvariantCulture, $"{odd.Numbers:N0} cells with numbers, {odd.Cells:N0} with ")
                        + string.Create(CultureInfo.InvariantCulture, $"{odd.Texts} other texts, ")
                        + string.Create(CultureInfo.InvariantCulture, $"the first in row {table.RowNumber(odd.Row)}")
                        + (odd.Spelt.Length > 0 ? $"; among them {string.Join(", ", odd.Spelt)}" : ""),
                    Fix = "mend these cells, or list their texts (and NA and the like) under data.missing; if they are codes, list the "
                        + "column under data.categorical",
                };
    }

    /// <summary>A target of two values of which one weighs nothing teaches nothing.</summary>
    public static IEnumerable<PlanProblem> Weights(Plan plan, Table table)
    {
        if (plan.Data is not { Weight: { } weight, Target: { } target } || !table.Contains(weight) || !table.Contains(target)
            || table[weight] is not NumberColumn { Values: var weights }) yield break;
        CategoryColumn outcomes = table[target].AsCategories();
        double[] sums = new double[outcomes.Levels.Count];
        int[] rows = new int[sums.Length];
        for (int row = 0; row < outcomes.Count; row++)
            if (outcomes.Values[row] is >= 0 and var code) (sums[code], rows[code]) = (sums[code] + weights[row], rows[code] + 1);
        int empty = Array.FindIndex(sums, sum => sum == 0);
        if (rows.Count(count => count > 0) != 2 || empty < 0 || sums.Sum() == 0 || rows[empty] == 0) yield break;
        yield return new PlanProblem("FLR1576", "data.weight", $"no row of one outcome of \"{target}\" has a weight above 0")
        {
            Found = string.Create(CultureInfo.InvariantCulture, $"\"{weight}\" is 0 in all {rows[empty]:N0} rows of that outcome"),
            Fix = "give these rows weights, or name another column",
        };
    }

    /// <summary>Whether a column that looks like numbers with other texts is one of codes: the texts are as many as codes are.</summary>
    public static bool IsMixedCodes(Column column) => Odd(column) is { Texts: > MostOdd };

    /// <summary>The cells that are no numbers, where four of five are and these differ.</summary>
    static OddCells? Odd(Column column)
    {
        if (column is not (CategoryColumn or TextColumn)) return null;
        CategoryColumn cells = column.AsCategories();
        int[] counts = new int[cells.Levels.Count];
        foreach (int code in cells.Values)
            if (code >= 0) counts[code]++;
        bool[] numbers = [.. cells.Levels.Select(level => Numbers.TryParse(level, out _))];
        int[] odd = [.. Enumerable.Range(0, counts.Length).Where(code => !numbers[code] && counts[code] > 0)];
        int good = counts.Where((_, code) => numbers[code]).Sum(), bad = odd.Sum(code => counts[code]);
        if (bad == 0 || good < Most * (good + bad) || counts.Where((count, code) => numbers[code] && count > 0).Count() < FewestNumbers)
            return null;
        int first = Array.FindIndex(cells.Values.ToArray(), code => code >= 0 && !numbers[code]);
        return new OddCells(good, bad, odd.Length, first,
            [.. odd.Select(code => cells.Levels[code]).Where(IsSpelling)]);
    }

    /// <summary>Infinity or no number in any spelling.</summary>
    static bool IsSpelling(string text) => Spellings.Contains(text.TrimStart('-', '+').ToLowerInvariant());

    sealed record OddCells(int Numbers, int Cells, int Texts, int Row, string[] Spelt);
}

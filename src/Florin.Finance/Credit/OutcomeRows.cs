namespace Florin;

/// <summary>Rows that are good or bad, with their weights; checked.</summary>
/// <param name="Bad">1 or 0.</param>
/// <param name="Weight">0 or more; a row of 0 does not count.</param>
sealed record OutcomeRows(double[] Bad, double[] Weight)
{
    /// <summary>The rows that count.</summary>
    public IEnumerable<int> Counted => Enumerable.Range(0, Bad.Length).Where(row => Weight[row] > 0);

    public static OutcomeRows Of(int rows, ReadOnlySpan<double> bad, ReadOnlySpan<double> weights)
    {
        if (bad.Length != rows || weights.Length != rows && !weights.IsEmpty)
            throw Unfit($"{rows} cells, {bad.Length} outcomes, {weights.Length} weights", "give one of each for every row");
        double[] own = weights.IsEmpty ? [.. Enumerable.Repeat(1.0, rows)] : weights.ToArray();
        (double goods, double bads) = (0, 0);
        for (int row = 0; row < rows; row++)
        {
            if (bad[row] is not (0 or 1)) throw Unfit($"row {row + 1}: an outcome that is neither 0 nor 1", "write 1 for bad, 0 for good");
            if (!(own[row] >= 0 && double.IsFinite(own[row])))
                throw Unfit($"row {row + 1}: a weight that is negative or no number", "give weights of 0 or more");
            if (bad[row] == 1) bads += own[row];
            else goods += own[row];
        }

        if (!(goods > 0 && bads > 0 && double.IsFinite(goods + bads)))
            throw Unfit(FormattableString.Invariant($"goods of weight {goods}, bads of weight {bads}"), "give rows of both outcomes");
        return new OutcomeRows(bad.ToArray(), own);
    }

    public BinCount this[int row] => new(1, (1 - Bad[row]) * Weight[row], Bad[row] * Weight[row]);

    static FlorinException Unfit(string found, string fix) => new("FLR1503", "the rows cannot be binned", "rows", found, fix);
}

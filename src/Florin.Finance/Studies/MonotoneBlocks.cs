namespace Florin;

using System.Globalization;

/// <summary>The proof of directions, as a table to sign.</summary>
static class MonotoneBlocks
{
    public static IEnumerable<PageBlock> Of(Study study)
    {
        if (study.Monotone is not { } proof) yield break;
        TableBlock block = new TableBlock("What the score does when a number rises")
        {
            Caption = "Read from the trained numbers, not sampled: every weight on every path from the column to the score has the sign "
                + "that the direction asks for, activations and scale never fall. It holds for every value, everything else being equal, "
                + "where the cell is neither missing nor a special code; between scores that differ by less than 1e-12, rounding may go "
                + "either way. " + string.Join(" ", proof.Inspected),
        }.Column("column").Column("the score").Column("weights inspected", number: true).Column("points of the scale", number: true)
            .Column("verdict");
        foreach (MonotoneColumn each in proof.Columns)
            block = block.Row(each.Column, each.Direction == MonotoneDirection.Up ? "never falls" : "never rises",
                each.Weights.ToString("N0", CultureInfo.InvariantCulture), each.Knots.ToString("N0", CultureInfo.InvariantCulture),
                each.Refuted ?? proof.Refuted ?? (each.Weights == 0 ? "proved: without use" : "proved"));
        yield return block;
    }
}

namespace Florin;

using System.Collections.Immutable;

/// <summary>Applicants whom an old and a new policy decide alike or not.</summary>
/// <param name="Old">Whether the old policy approves them.</param>
/// <param name="New">Whether the new policy does.</param>
/// <param name="Share">Their share of all applicants.</param>
/// <param name="BadRate">Bads among those whose outcome is known; undefined where there are none.</param>
/// <param name="Unknown">Rows without a known outcome.</param>
public sealed record SwapCell(bool Old, bool New, MetricValue Share, MetricValue BadRate, int Unknown);

/// <summary>Two policies on the same applicants. What becomes of those whom the old policy declined is seldom known: their outcomes are
/// then missing, and the bad rate of the swap-ins is not defined.</summary>
/// <param name="Cells">Both approve, swap-in, swap-out, both decline.</param>
public sealed record SwapSet(ImmutableArray<SwapCell> Cells)
{
    /// <summary>Newly approved.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public SwapCell In => Cells[1];

    /// <summary>No longer approved.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public SwapCell Out => Cells[2];

    /// <summary>Compares two policies.</summary>
    /// <param name="old">Row by row: whether the old policy approves.</param>
    /// <param name="renewed">Row by row: whether the new policy does.</param>
    /// <param name="bad">Row by row: 1 for bad, 0 for good, NaN for unknown.</param>
    /// <param name="weights">Row by row; null: each counts once.</param>
    /// <exception cref="FlorinException">FLR1541: not as many of each; FLR1540: another outcome.</exception>
    public static SwapSet Of(IReadOnlyList<bool> old, IReadOnlyList<bool> renewed, IReadOnlyList<double> bad, double[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(renewed);
        ArgumentNullException.ThrowIfNull(bad);
        CreditCheck.SameLength("decisions", old.Count, renewed.Count);
        CreditCheck.SameLength("outcomes", old.Count, bad.Count);
        CreditCheck.SameLength("weights", old.Count, weights?.Length ?? old.Count);
        foreach (double each in bad) CreditCheck.Demand(each is 0 or 1 or double.NaN, "an outcome", each, "1, 0, or NaN for unknown");
        return new SwapSet([Cell(true, true), Cell(false, true), Cell(true, false), Cell(false, false)]);

        SwapCell Cell(bool was, bool now)
        {
            bool Here(int row) => old[row] == was && renewed[row] == now;
            return new SwapCell(was, now, RowShares.Share(old.Count, _ => true, row => Here(row) ? 1 : 0, weights),
                RowShares.Share(old.Count, row => Here(row) && !double.IsNaN(bad[row]), row => bad[row], weights),
                Enumerable.Range(0, old.Count).Count(row => Here(row) && double.IsNaN(bad[row])));
        }
    }
}

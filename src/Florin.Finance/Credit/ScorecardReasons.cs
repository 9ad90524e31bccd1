namespace Florin;

using System.Collections.Immutable;

/// <summary>What an applicant's points of a characteristic are measured by.</summary>
public enum PointsBaseline
{
    /// <summary>The mean points of the rows that the card was learned from. Default.</summary>
    Average,

    /// <summary>The most points that the characteristic gives.</summary>
    Maximum,
}

/// <summary>Points that an applicant lacks in a characteristic.</summary>
/// <param name="Column">The characteristic.</param>
/// <param name="Label">The applicant's bin, in words.</param>
/// <param name="Lost">Points below the baseline; below 0 the applicant is better than it.</param>
public sealed record LostPoints(string Column, string Label, double Lost);

/// <summary>The reasons of a scorecard: in which characteristics an applicant lacks points.</summary>
public static class ScorecardReasons
{
    /// <summary>By characteristic in the order of the card, what a row lacks.</summary>
    /// <param name="card">The card.</param>
    /// <param name="table">Rows with its columns.</param>
    /// <param name="row">The row, from 0.</param>
    /// <param name="baseline">Average points, or the most.</param>
    /// <exception cref="FlorinException">FLR0514: no such row; FLR0507: a column is not there; FLR1505: a column of another
    /// kind.</exception>
    public static ImmutableArray<LostPoints> LostBy(this Scorecard card, Table table, int row,
        PointsBaseline baseline = PointsBaseline.Average)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(table);
        Table one = table.Rows([row]);
        return [.. card.Characteristics.Select(each =>
        {
            int bin = each.Binning.BinsOf(one[each.Column])[0];
            double against = baseline == PointsBaseline.Maximum ? each.Points.Max()
                : each.Points.Zip(each.Binning.Bins, (points, own) => points * own.Share).Sum() / each.Binning.Bins.Sum(own => own.Share);
            return new LostPoints(each.Column, each.Binning.Bins[bin].Label, against - each.Points[bin]);
        })];
    }
}

namespace Florin;

using System.Globalization;

/// <summary>Where a score parts the favoured from the others, on rows that are judged.</summary>
/// <param name="Limit">Low scores: below it; high ones: at it or above. Null: one side is empty.</param>
/// <param name="Share">The favoured share of the rows, by weight.</param>
/// <param name="Favours">Which scores are favoured.</param>
/// <param name="Chosen">Where it comes from, in words.</param>
public sealed record DecisionCut(double? Limit, double Share, Favourable Favours, string Chosen)
{
    /// <summary>The cut of a plan, and who is favoured by it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="scores">Of the rows that are judged.</param>
    /// <param name="weights">Null: each row counts once.</param>
    /// <param name="good">The share with the good outcome among the rows that the model learned from.</param>
    internal static (DecisionCut Cut, bool[] Favoured) Of(FairnessPlan plan, double[] scores, double[]? weights, double good)
    {
        Favourable side = plan.Favourable ?? Favourable.Low;
        double rate = plan.ApprovalRate ?? good;
        double[] keys = side == Favourable.Low ? scores : [.. scores.Select(score => -score)];
        double limit = plan.CutOff is { } given ? side == Favourable.Low ? given : Math.BitIncrement(-given)
            : Nearest(keys, weights, rate);
        bool[] favoured = [.. keys.Select(key => key < limit)];
        (double all, double chosen) = (0, 0);
        for (int row = 0; row < keys.Length; row++)
        {
            all += weights?[row] ?? 1;
            chosen += favoured[row] ? weights?[row] ?? 1 : 0;
        }

        string words = plan.CutOff is not null ? "the plan's cut-off" : plan.ApprovalRate is not null
            ? string.Create(CultureInfo.InvariantCulture, $"the cut-off that comes nearest to the plan's approval rate of {rate:P1}")
            : string.Create(CultureInfo.InvariantCulture,
                $"the cut-off that favours as large a share as had the good outcome among the rows to learn from, {rate:P1}");
        double? shown = plan.CutOff ?? (double.IsFinite(limit) ? side == Favourable.Low ? limit : -limit : null);
        return (new DecisionCut(shown, all > 0 ? chosen / all : 0, side, words), favoured);
    }

    /// <summary>Between two keys that differ: the place below which the share of rows is nearest to what is asked for.</summary>
    static double Nearest(double[] keys, double[]? weights, double rate)
    {
        int[] order = [.. Enumerable.Range(0, keys.Length).OrderBy(row => keys[row])];
        double all = weights?.Sum() ?? keys.Length, below = 0, best = rate, limit = double.NegativeInfinity;
        for (int at = 0; at < order.Length; at++)
        {
            below += weights?[order[at]] ?? 1;
            if (at + 1 < order.Length && keys[order[at + 1]] == keys[order[at]]) continue;
            double miss = Math.Abs(below / all - rate);
            if (miss >= best) continue;
            (double key, double next) = (keys[order[at]], at + 1 < order.Length ? keys[order[at + 1]] : double.PositiveInfinity);
            double middle = double.IsFinite(next) ? (key + next) / 2 : next;
            (best, limit) = (miss, middle > key ? middle : next);
        }

        return limit;
    }
}

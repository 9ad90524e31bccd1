namespace Florin;

using Florin.Kernels;

/// <summary>
/// The weight of evidence (WoE) of a bin, ln(share of all goods / share of all bads): above 0 where a bin is better than the average. Other
/// tools have the opposite sign; the information value (IV) has none.
/// </summary>
public static class WeightOfEvidence
{
    /// <summary>Added to both counts of a bin that has goods or bads alone: its logarithm would be infinite.</summary>
    public const double Smoothing = 0.5;

    /// <summary>Of one bin; 0 for one without rows: it counts as the average.</summary>
    /// <param name="good">Goods of the bin, by weight, 0 or more.</param>
    /// <param name="bad">Bads of the bin.</param>
    /// <param name="goods">Goods of all bins, above 0.</param>
    /// <param name="bads">Bads of all bins, above 0.</param>
    /// <exception cref="FlorinException">FLR1501: a count that cannot be.</exception>
    public static double Of(double good, double bad, double goods, double bads)
    {
        if (!(good >= 0 && bad >= 0 && good <= goods && bad <= bads && goods > 0 && bads > 0 && double.IsFinite(goods + bads)))
            throw Counts(FormattableString.Invariant($"{good} of {goods} goods, {bad} of {bads} bads"));
        return Unchecked(good, bad, goods, bads);
    }

    /// <summary>What one bin adds to the information value: (share of goods - share of bads) · WoE, 0 or more.</summary>
    /// <inheritdoc cref="Of"/>
    public static double InformationValue(double good, double bad, double goods, double bads) =>
        (good / goods - bad / bads) * Of(good, bad, goods, bads);

    /// <summary>The information value of bins that hold all rows.</summary>
    /// <param name="good">Goods by bin.</param>
    /// <param name="bad">Bads by bin, as many.</param>
    /// <exception cref="FlorinException">FLR1501: counts that cannot be, or no goods or no bads at all.</exception>
    public static double InformationValue(ReadOnlySpan<double> good, ReadOnlySpan<double> bad)
    {
        if (good.Length != bad.Length) throw Counts($"{good.Length} bins of goods, {bad.Length} of bads");
        double goods = Sum(good), bads = Sum(bad), value = 0;
        for (int bin = 0; bin < good.Length; bin++) value += InformationValue(good[bin], bad[bin], goods, bads);
        return value;
    }

    /// <summary>What practice calls an information value: below 0.02 useless, 0.1 weak, 0.3 medium, 0.5 strong, above: too good, look
    /// for a leak.</summary>
    public static string Reading(double informationValue) => informationValue switch
    {
        < 0.02 => "useless",
        < 0.1 => "weak",
        < 0.3 => "medium",
        < 0.5 => "strong",
        _ => "very strong: look for a leak",
    };

    /// <summary>For counts that are known to fit.</summary>
    internal static double Unchecked(double good, double bad, double goods, double bads)
    {
        if (good == 0 && bad == 0) return 0;
        if (good == 0 || bad == 0) (good, bad) = (good + Smoothing, bad + Smoothing);
        return Elementary.Log(good / goods / (bad / bads));
    }

    static double Sum(ReadOnlySpan<double> counts)
    {
        double sum = 0;
        foreach (double count in counts) sum += count;
        return sum;
    }

    static FlorinException Counts(string found) => new("FLR1501", "these are no counts of goods and bads", "WeightOfEvidence", found,
        "give counts of 0 or more, with goods and bads among them");
}

namespace Florin.Finance.Tests.Credit;

/// <summary>Cut-offs against every cut-off that there is, policies and swap sets by hand.</summary>
public sealed class DecisionTests
{
    static readonly double[] Pds = [0.4, 0.1, 0.3, 0.1, 0.2];

    [Theory]
    [InlineData(0.4, 0.15)]
    [InlineData(0.6, 0.25)]
    [InlineData(0.79, 0.25)]
    [InlineData(1, 1)]
    [InlineData(0.39, 0)]
    public void A_cut_off_approves_no_more_than_it_should(double rate, double cut) =>
        Assert.Equal(cut, CutOffs.ForApprovalRate(Pds, rate), 1e-15);

    /// <summary>Weights count rows as often as they say.</summary>
    [Fact]
    public void Weights_are_rows()
    {
        double[] repeated = [0.4, 0.1, 0.1, 0.1, 0.3, 0.1, 0.2, 0.2];
        foreach (double rate in new[] { 0.3, 0.5, 0.75, 0.9 })
            Assert.Equal(CutOffs.ForApprovalRate(repeated, rate), CutOffs.ForApprovalRate(Pds, rate, [1, 3, 1, 1, 2]));
    }

    [Fact]
    public void A_cut_off_by_cost_is_where_nothing_is_earned()
    {
        Assert.Equal(1.0 / 6, CutOffs.ForCost(5, 1), 1e-15);
        Assert.Equal("FLR1540", Assert.Throws<FlorinException>(() => CutOffs.ForCost(0, 1)).Code);
    }

    /// <summary>Of all cut-offs, tried one by one, none earns more; where nothing earns, nobody is approved.</summary>
    [Fact]
    public void The_best_cut_off_is_the_best_of_all()
    {
        var random = new Random(5);
        for (int trial = 0; trial < 200; trial++)
        {
            double[] pds = [.. Enumerable.Range(0, 12).Select(_ => Math.Round(random.NextDouble(), 1))];
            double[] worth = [.. pds.Select(_ => Math.Round(random.NextDouble() - 0.55, 2))];
            double Earned(double cut) => pds.Zip(worth, (pd, value) => pd <= cut ? value : 0).Sum();
            double best = Enumerable.Range(-1, 12).Max(tenth => Earned(tenth / 10.0 + 0.05));
            double found = CutOffs.ForWorth(pds, worth);
            // A cut-off of 0 approves PDs of 0.
            Assert.True(Earned(found) >= best - 1e-12 || found == 0 && best == 0, $"{trial}: {Earned(found)} of {best}");
        }

        Assert.Equal(0, CutOffs.ForWorth([0.1, 0.2], [-1, -2]));
    }

    [Fact]
    public void A_policy_refers_between_its_limits()
    {
        var policy = new DecisionPolicy { CutOff = 0.1, ReferFrom = 0.08, ReferTo = 0.125 };
        Assert.Equal([CreditDecision.Approve, CreditDecision.Approve, CreditDecision.Refer, CreditDecision.Refer, CreditDecision.Decline],
            new[] { 0, 0.08, 0.0800001, 0.125, 0.2 }.Select(policy.Of));
        Assert.Equal(CreditDecision.Decline, new DecisionPolicy { CutOff = 0.1 }.Of(0.1000001));
        Assert.Equal("FLR1540", Assert.Throws<FlorinException>(() => policy.Of(double.NaN)).Code);
        var kept = new CreditPolicy { Decision = policy };
        Assert.Equal(kept, CreditPolicy.FromJson(kept.ToJson()));
        var wrong = new CreditPolicy { Decision = policy with { ReferTo = 0.05 } };
        Assert.Equal("FLR1543", Assert.Throws<FlorinException>(() => CreditPolicy.FromJson(wrong.ToJson())).Code);
    }

    [Fact]
    public void A_swap_set_counts_by_both_policies()
    {
        SwapSet set = SwapSet.Of([true, true, true, false, false, false], [true, true, false, true, true, false],
            [0, 1, 1, 0, double.NaN, double.NaN]);
        Assert.Equal([2 / 6.0, 2 / 6.0, 1 / 6.0, 1 / 6.0], set.Cells.Select(cell => cell.Share.Value!.Value));
        Assert.Equal([0.5, 0, 1, null], set.Cells.Select(cell => cell.BadRate.Value));
        Assert.Equal([0, 1, 0, 1], set.Cells.Select(cell => cell.Unknown));
        Assert.True(set.In is { Old: false, New: true, BadRate.N: 1 });
        // Wilson's interval of 1 of 2, from its closed form.
        double z = 1.959963984540054, half = z * Math.Sqrt(0.125 + z * z / 16) / (1 + z * z / 2);
        Assert.Equal(0.5 - half, set.Cells[0].BadRate.Low!.Value, 1e-12);
        Assert.Equal("FLR1541", Assert.Throws<FlorinException>(() => SwapSet.Of([true], [true, false], [1])).Code);
        Assert.Equal("FLR1540", Assert.Throws<FlorinException>(() => SwapSet.Of([true], [true], [2])).Code);
    }
}

namespace Florin.Finance.Tests.Credit;

using System.Text.Json;

/// <summary>Characteristics that say the same: measured as numpy does, told under the card where it matters, and only there.</summary>
public class CollinearityTests
{
    static readonly Table Loans = CreditSimulator.Simulate(4000, 21).Without("loan_id", "issued_on", "age", "sex");

    public static TheoryData<string> Cases =>
        [.. ReferenceFile.Read("collinearity.json").GetProperty("cases").EnumerateArray()
            .Select(each => each.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Correlations_and_inflation_are_those_of_numpy(string name)
    {
        JsonElement expected = ReferenceFile.Read("collinearity.json").GetProperty("cases").EnumerateArray()
            .Single(each => each.GetProperty("name").GetString() == name);
        double[][] columns = [.. expected.GetProperty("columns").EnumerateArray().Select(Numbers)];
        double[,] found = Collinearity.Correlations(columns, Numbers(expected.GetProperty("weights")));
        foreach ((int row, JsonElement values) in expected.GetProperty("correlations").EnumerateArray().Index())
            foreach ((int column, double value) in Numbers(values).Index()) Assert.Equal(value, found[row, column], 1e-12);
        foreach ((double own, double vif) in Numbers(expected.GetProperty("vifs")).Zip(Collinearity.Vifs(found)))
            Assert.Equal(1, vif / own, 1e-9);
    }

    [Fact]
    public void What_others_say_together_is_infinitely_inflated()
    {
        double[] one = [1, 2, 3, 5], two = [4, 1, 0, 2], sum = [5, 3, 3, 7];
        Assert.All(Collinearity.Vifs(Collinearity.Correlations([one, two, sum], [])), vif => Assert.True(vif > 1e9));
    }

    /// <summary>A near copy of the income is named beside it; the simulated columns alone give no cause.</summary>
    [Fact]
    public void A_card_names_the_characteristics_that_say_the_same()
    {
        Assert.Empty(Fit(Loans, true).Remarks);
        double[] debt = Loans.Number("debt_ratio").Values.ToArray(), noise = Loans.Number("noise").Values.ToArray();
        Table twice = Loans.With(new NumberColumn("debt_again", [.. debt.Zip(noise, (own, other) => own + 0.02 * other)]));
        Scorecard card = Fit(twice, false);
        string remark = Assert.Single(card.Remarks, text => text.Contains("say much of the same", StringComparison.Ordinal));
        Assert.Contains("\"debt_ratio\"", remark, StringComparison.Ordinal);
        Assert.Contains("\"debt_again\"", remark, StringComparison.Ordinal);
        Assert.Contains(remark, card.ToString(), StringComparison.Ordinal);
        Assert.Equal(card.Characteristics.Where(each => each.Coefficient > 0).Select(each => each.Column),
            card.Remarks.Where(text => text.Contains("wrong sign", StringComparison.Ordinal)).Select(text => text.Split('"')[1]));
    }

    [Fact]
    public void A_wrong_sign_is_named()
    {
        string remark = Assert.Single(Collinearity.Remarks(["good", "odd"], [-0.8, 0.3], [[1, 2, 0, 1], [0, 1, 1, 0]], []));
        Assert.StartsWith("The coefficient of \"odd\" has the wrong sign (+0.30)", remark, StringComparison.Ordinal);
    }

    static Scorecard Fit(Table table, bool drop) => Scorecard.Fit(ScorecardCases.Bad("defaulted"),
        ScorecardCases.All(table, "defaulted", null), new ScorecardOptions { DropWrongSigns = drop });

    static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetDouble())];
}

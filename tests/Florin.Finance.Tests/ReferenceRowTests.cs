namespace Florin.Finance.Tests;

using System.Collections.Immutable;

/// <summary>What is typical of rows is something that rows can have.</summary>
public class ReferenceRowTests
{
    [Fact]
    public void Where_most_cells_are_codes_a_code_is_typical()
    {
        const string Column = "months_since_delinquency";
        Table loans = CreditSimulator.Simulate(1200, 4);
        double[] months = loans.Number(Column).Values.ToArray();
        Assert.InRange(months.Count(value => value == -9), months.Length / 2 + 1, months.Length - 100);
        Schema schema = Schema.Of(loans, new ColumnRoles { Target = "defaulted", Positive = "1", Id = "loan_id", Time = "issued_on" });
        SplitTable split = SplitTable.Of(loans, schema, Split.Default(schema), 1);
        var features = new FeatureOptions
        {
            Special = ImmutableDictionary<string, ImmutableArray<double>>.Empty.Add(Column, [-9]),
        };
        using Model model = new ModelPlan { Network = "logistic", Threads = 1, Features = features }
            .Fit(split.Target, split.Train, split.Validation);
        Assert.Equal("-9", model.Reference!.Typical[Column]);
    }
}

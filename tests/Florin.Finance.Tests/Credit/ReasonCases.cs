namespace Florin.Finance.Tests.Credit;

/// <summary>Models with reasons, on simulated loans.</summary>
static class ReasonCases
{
    public static readonly string[] Left = ["loan_id", "issued_on", "age", "sex", "noise"];

    public static SplitTable Split(int rows, ulong seed, params string[] drop)
    {
        Table loans = CreditSimulator.Simulate(rows, seed);
        var roles = new ColumnRoles { Target = "defaulted", Positive = "1", Drop = [.. Left, .. drop] };
        return SplitTable.Of(loans, Schema.Of(loans, roles), new EverySplit(4), 1);
    }

    public static Model Fit(SplitTable split, string network, CreditPlan? plan = null, int epochs = 12)
    {
        Model model = new ModelPlan
        {
            Network = network,
            Epochs = epochs,
            Threads = 1,
            Scaling = NumberScaling.Standard,
            Features = new FeatureOptions { Special = new FeatureOptions().Special.Add("months_since_delinquency", [-9]) },
        }.Fit(split.Target, split.Train, split.Validation);
        return WithReasons(model, split.Train.Table, plan);
    }

    public static Model WithReasons(Model model, Table training, CreditPlan? plan)
    {
        CreditPolicy policy = (plan ?? new CreditPlan()).ToPolicy();
        return model.WithPolicy((policy with { Reasons = ReasonPolicy.Of(plan, policy, model, training, model.Score(training)) }).ToJson());
    }

    public static int[] Declined(Model model, Table table)
    {
        CutOff cutOff = new ReasonExplainer(model).Policy.CutOff;
        double[] pds = model.Score(table);
        return [.. Enumerable.Range(0, pds.Length).Where(row => pds[row] > cutOff.Pd)];
    }

    public static double LogOdds(double pd) => Math.Log(pd / (1 - pd));

    public static KeyValuePair<string, T> By<T>(string key, T value) => new(key, value);
}

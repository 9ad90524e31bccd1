namespace Florin.Finance.Tests.Credit;

/// <summary>Applicants of the credit simulator of whom a lender declined some; the truth about all of them is known.</summary>
/// <param name="Accepted">Rows with outcomes.</param>
/// <param name="Declined">Rows without.</param>
/// <param name="AcceptedPd">True PDs.</param>
/// <param name="DeclinedPd">True PDs, which no lender knows.</param>
/// <param name="All">Everybody with the outcome.</param>
sealed record RejectWorld(Table Accepted, Table Declined, double[] AcceptedPd, double[] DeclinedPd, Table All)
{
    /// <summary>What the lender's person saw and the data do not hold.</summary>
    static readonly string[] Hidden = ["late_payments_12m", "months_since_delinquency", "debt_ratio"];

    public double TrueRate => DeclinedPd.Average();

    /// <summary>Whoever is accepted is so by an old score of columns that the data hold, and by chance (missing at random).</summary>
    public static RejectWorld ByColumns(int rows, ulong seed) => Of(rows, seed, (table, _) =>
    {
        double[] late = table.Number("late_payments_12m").Values.ToArray(), ratio = table.Number("debt_ratio").Values.ToArray();
        double[] inquiries = table.Number("inquiries_6m").Values.ToArray();
        return [.. late.Select((times, row) => 1.6 - 1.0 * times - 1.5 * (ratio[row] > 0.4 ? 1 : 0) - 0.3 * inquiries[row])];
    }, []);

    /// <summary>Whoever is accepted is so by the true risk and by chance, and the data lack three columns of it (missing not at
    /// random).</summary>
    public static RejectWorld ByMore(int rows, ulong seed) => Of(rows, seed, (_, pd) =>
        [.. pd.Select(p => -1.2 * (Math.Log(p / (1 - p)) + 2.4))], Hidden);

    static RejectWorld Of(int rows, ulong seed, Func<Table, double[], double[]> logit, string[] hidden)
    {
        CreditSample sample = CreditSimulator.SimulateWithTruth(rows, seed);
        double[] pds = [.. sample.TruePd], odds = logit(sample.Table, pds);
        var random = new Random(5);
        bool[] accepted = [.. odds.Select(each => random.NextDouble() < 1 / (1 + Math.Exp(-each)))];
        int[] yes = [.. Enumerable.Range(0, rows).Where(row => accepted[row])];
        int[] no = [.. Enumerable.Range(0, rows).Where(row => !accepted[row])];
        Table all = sample.Table.Without(hidden);
        return new RejectWorld(all.Rows(yes), all.Rows(no).Without("defaulted"), [.. yes.Select(row => pds[row])],
            [.. no.Select(row => pds[row])], all);
    }

    /// <summary>How many times as often the declined default as the accepted of the same score, by their true PDs.</summary>
    public double TrueFactor(Model model)
    {
        double[] scores = model.Score(Accepted), others = model.Score(Declined);
        double[] edges = [.. Enumerable.Range(1, 19).Select(part => others.Order().ElementAt(others.Length * part / 20))];
        int Band(double score) => edges.Count(edge => edge < score);
        double[] sums = new double[20], counts = new double[20];
        foreach ((int row, double score) in scores.Index())
        {
            sums[Band(score)] += AcceptedPd[row];
            counts[Band(score)]++;
        }

        return DeclinedPd.Sum() / others.Sum(score => sums[Band(score)] / counts[Band(score)]);
    }

    public StudyResult Run(string rejects, string network = "logistic", string more = "", string split = "{kind: every, k: 4}") =>
        StudyRun.Of(PlanFile.Parse($$"""
            recipe: credit/default-risk
            data: {path: loans.csv, target: defaulted, positive: 1, id: loan_id, time: issued_on, protected: [age, sex], drop: [noise]}
            split: {{split}}
            network: {{network}}
            fit: {seed: 3}
            credit:
              rejects: {{rejects}}
            {{more}}
            """), Accepted, new StudySource(new string('0', 64), 0), new StudyOptions { Declined = Declined });

    /// <summary>The same network where the outcomes of all are known.</summary>
    public StudyResult Oracle(string network = "logistic") => StudyRun.Of(PlanFile.Parse($$"""
        recipe: credit/default-risk
        data: {path: loans.csv, target: defaulted, positive: 1, id: loan_id, time: issued_on, protected: [age, sex], drop: [noise]}
        split: {kind: every, k: 4}
        network: {{network}}
        fit: {seed: 3}
        """), All, new StudySource("", 0));
}

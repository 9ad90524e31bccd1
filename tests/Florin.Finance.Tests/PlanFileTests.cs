namespace Florin.Finance.Tests;

/// <summary>Plans as text: what is read, what comes back, and everything that can be wrong at once.</summary>
public class PlanFileTests
{
    const string Loans = """
        name: loans                    # optional
        recipe: credit/default-risk    # field and task
        data:
          path: loans.csv
          header: true
          delimiter: auto
          target: defaulted
          positive: Bad
          kind: binary
          id: loan_id
          time: issued_on
          group: customer
          weight: w
          exposure: years
          offset: x
          categorical: [A1]
          missing: ["", NA, "?"]
          special: {"*": [-9, -8, -7], months: [999]}
          dates: {issue_d: MMM-yyyy}
          protected: [age]
          optional: []
          drop: [notes]
        split: {kind: out-of-time, share: 0.2}
        network:
          - {kind: dense, units: 64, activation: relu}
          - {kind: dropout, rate: 0.1}
          - {kind: dense, units: 1}
        fit: {epochs: 60, patience: 8, seed: 7}
        gates: {auc: ">= 0.72", psi: "< 0.20"}
        report: [performance, calibration, stability, explanation]
        """;

    static readonly Plan LoansInCode = new()
    {
        Name = "loans",
        Recipe = "credit/default-risk",
        Data = new DataPlan
        {
            Path = "loans.csv",
            Header = true,
            Delimiter = "auto",
            Target = "defaulted",
            Positive = "Bad",
            Kind = OutcomeKind.Binary,
            Id = "loan_id",
            Time = "issued_on",
            Group = "customer",
            Weight = "w",
            Exposure = "years",
            Offset = "x",
            Categorical = ["A1"],
            Missing = (EquatableArray<string>)["", "NA", "?"],
            Special = [new("*", [-9, -8, -7]), new("months", [999])],
            Dates = [new("issue_d", "MMM-yyyy")],
            Protected = ["age"],
            Drop = ["notes"],
        },
        Split = new SplitPlans.OutOfTime(0.2),
        Network = NetworkPlan.Of(new Dense(64, Activation.Relu), new Dropout(0.1), new Dense(1)),
        Fit = new FitPlan { Epochs = 60, Patience = 8, Seed = 7 },
        Gates = [new("auc", new Gate(">=", 0.72)), new("psi", new Gate("<", 0.2))],
        Report = [ReportSection.Performance, ReportSection.Calibration, ReportSection.Stability, ReportSection.Explanation],
    };

    [Fact]
    public void Yaml_and_code_are_the_same_value() => Assert.Equal(LoansInCode, PlanFile.Parse(Loans));

    [Fact]
    public void A_plan_that_is_written_reads_back_as_an_equal_one() =>
        Assert.Equal(LoansInCode, PlanFile.Parse(PlanFile.Write(LoansInCode)));

    [Fact]
    public void Json_is_read_as_the_same_value()
    {
        string json = System.Text.Json.JsonSerializer.Serialize(LoansInCode, PlanJson.Default.Plan);
        Assert.Equal(LoansInCode, System.Text.Json.JsonSerializer.Deserialize(json, PlanJson.Default.Plan));
        Assert.Equal(LoansInCode, PlanFile.Parse(json));
    }

    [Theory]
    [InlineData("data: {path: tx.csv, target: TX_FRAUD, positive: 1, id: TRANSACTION_ID, time: TX_DATETIME, entity: CUSTOMER_ID, "
        + "counterparty: TERMINAL_ID, amount: TX_AMOUNT, labelDelayDays: 7, drop: [TX_FRAUD_SCENARIO]}\nrecipe: fraud/transactions\n"
        + "split: {kind: prequential, start: 2018-07-25, trainDays: 7, delayDays: 7, testDays: 7, folds: 3}\n"
        + "budget: {alertsPerDay: 100, reviewCost: 5}")]
    [InlineData("recipe: markets/forecast\ndata: {path: etth1.csv, time: date, channels: all}\n"
        + "split: {kind: borders, train: 8640, validation: 2880, test: 2880}\n"
        + "forecast: {lookback: 336, horizon: 96, levels: [0.05, 0.5, 0.95]}")]
    [InlineData("recipe: markets/var\ndata: {path: spy.csv, time: date, price: close}\n"
        + "split: {kind: walk-forward, start: 2008-01-01, refitEvery: 252}\nlevels: [0.01, 0.05]\ncosts: {bps: 2}")]
    [InlineData("recipe: generic/counts\ndata: {path: c.csv, target: n, kind: count}\nsplit: {kind: k-fold, folds: 10, stratified: false}")]
    [InlineData("recipe: generic/counts\ndata: {path: c.csv, target: n, missing: []}\nsplit: {kind: every, k: 5}\n"
        + "search: {trials: 30, minutes: 1.5}")]
    [InlineData("recipe: a/b\ndata: {path: c.csv, target: n}\nsplit: {test: t, kind: column, column: part}\nnetwork: tabm")]
    [InlineData("recipe: a/b\ndata: {path: c.csv, target: n}\nsplit: {kind: purged-k-fold, embargo: 5}\n"
        + "fit: {learningRate: 1e-3, threads: 2}")]
    [InlineData("recipe: a/b\ndata: {path: c.csv, target: n}\nsplit: {kind: combinatorial, groups: 6, test: 2}\nnetwork: auto")]
    [InlineData("recipe: a/b\ndata: {path: c.csv, target: n, time: t}\nsplit: {kind: out-of-time, from: 2020-06-01}")]
    public void Every_form_of_the_contract_reads_and_comes_back(string text)
    {
        Plan plan = PlanFile.Parse(text);
        Assert.Equal(plan, PlanFile.Parse(PlanFile.Write(plan)));
    }

    [Fact]
    public void Members_of_a_split_have_their_defaults() =>
        Assert.Equal(new SplitPlans.KFold(10, 1, Stratified: false), PlanFile.Parse(
            "recipe: a/b\ndata: {path: c.csv, target: n}\nsplit: {kind: k-fold, folds: 10, stratified: false}").Split);

    [Theory]
    [InlineData("1")]
    [InlineData("\"1\"")]
    [InlineData("'1'")]
    public void A_text_that_looks_like_a_number_is_its_text(string written) =>
        Assert.Equal("1", PlanFile.Parse($"recipe: a/b\ndata: {{path: c.csv, target: n, positive: {written}}}").Data.Positive);

    [Theory]
    [InlineData("no")]
    [InlineData("1e3")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData(" a ")]
    [InlineData("a: b # c")]
    [InlineData("Größe, \"q\" \\ '")]
    [InlineData("- x")]
    [InlineData("tab\tand\nline\r\u2028end\u0085")]
    [InlineData("😀 emoji")]
    [InlineData("2018-07-25")]
    [InlineData("{[,]}")]
    [InlineData("%&*!|>@`")]
    public void Any_text_comes_back(string name)
    {
        Plan plan = LoansInCode with
        {
            Name = name,
            Data = LoansInCode.Data with { Drop = [name, ""], Dates = [new(name, name)], Missing = (EquatableArray<string>)[name] },
        };
        Assert.Equal(plan, PlanFile.Parse(PlanFile.Write(plan)));
    }

    [Fact]
    public void Comments_stand_beside_their_keys_and_change_nothing()
    {
        string text = PlanFile.Write(LoansInCode, new Dictionary<string, string>
        {
            ["data.target"] = "by its name",
            ["split"] = "the last\nfifth",
            ["data.amount"] = "not found",
            ["data.drop"] = new string('x', 120),
        });
        Assert.Contains("  target: defaulted  # by its name\n", text, StringComparison.Ordinal);
        Assert.Contains("  path: loans.csv\n", text, StringComparison.Ordinal);
        Assert.Contains("share: 0.2}  # the last fifth\n", text, StringComparison.Ordinal);
        Assert.Contains("  # amount: not found\n", text, StringComparison.Ordinal);
        Assert.Equal(LoansInCode, PlanFile.Parse(text));
    }

    [Fact]
    public void Six_mistakes_give_six_problems_each_with_its_place()
    {
        const string Text = """
            recipe: credit/default-risk
            data:
              path: loans.csv
              traget: defaulted
              header: maybe
            split: {kind: out-of-tme, share: 0.2}
            fit: {epochs: many, patience: -1}
            gates: {acu: ">= 0.72"}
            """;
        IReadOnlyList<PlanProblem> problems = PlanFile.Problems(Text);
        Assert.Equal(
        [
            ("FLR1007", "plan.yaml:4:3", "data.traget", "target"),
            ("FLR1009", "plan.yaml:5:11", "data.header", null),
            ("FLR1010", "plan.yaml:6:15", "split.kind", "out-of-time"),
            ("FLR1009", "plan.yaml:7:15", "fit.epochs", null),
            ("FLR1011", "plan.yaml:7:31", "fit.patience", null),
            ("FLR1013", "plan.yaml:8:14", "gates.acu", "auc"),
        ], problems.Select(problem => (problem.Code, problem.Place!, problem.Key, problem.Nearest)));
        FlorinException error = Assert.Throws<FlorinException>(() => PlanFile.Parse(Text));
        Assert.Equal("FLR1001", error.Code);
        Assert.All(problems, problem => Assert.Contains($"{problem.Place} {problem.Key}", error.Message, StringComparison.Ordinal));
        Assert.Contains("did you mean \"target\"?", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("recipe: a/b", "FLR1008", "data")]
    [InlineData("recipe: credit/default-risk\ndata: {path: a.csv}", "FLR1008", "data.target")]
    [InlineData("recipe: credit\ndata: {path: a.csv, target: y}", "FLR1011", "recipe")]
    [InlineData("recipe: credit/lg\ndata: {path: a.csv, target: y}", "FLR1011", "recipe")]
    [InlineData("recipe: a/b\ndata: loans.csv", "FLR1009", "data")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y, drop: notes}", "FLR1009", "data.drop")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y, drop: [a, [b]]}", "FLR1009", "data.drop[1]")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y, kind: binry}", "FLR1009", "data.kind")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y, delimiter: ab}", "FLR1011", "data.delimiter")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y, special: {m: [x]}}", "FLR1009", "data.special.m[0]")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nsplit: {kind: stratified, share: 1}", "FLR1011", "split.share")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nsplit: {share: 0.2}", "FLR1008", "split.kind")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nsplit: {kind: every}", "FLR1008", "split.k")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nsplit: {kind: out-of-time, share: 0.2}", "FLR1014", "split.kind")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y, time: t}\nsplit: {kind: out-of-time}", "FLR1014", "split")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nfit: {epochs: 1.5}", "FLR1009", "fit.epochs")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nfit: {epochs: \"60\"}", "FLR1009", "fit.epochs")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\ngates: {auc: high}", "FLR1012", "gates.auc")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nnetwork: []", "FLR1009", "network")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nnetwork: \" \"", "FLR1009", "network")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nnetwork: [{kind: dense, unit: 4}]", "FLR1007", "network[0].unit")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nnetwork: [{kind: System.Object}]", "FLR1010", "network[0].kind")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nmonotone: {x: sideways}", "FLR1009", "monotone.x")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nmonotone: [x]", "FLR1009", "monotone")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nmonotone: {x: up}\nnetwork: tabm", "FLR1014", "network")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nmonotone: {x: up}\nnetwork: [{kind: dense, units: 1}]", "FLR1014", "network")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nmonotone: {x: up}\nfeatures: {scaling: robust}", "FLR1014",
        "features.scaling")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y, kind: classes}\nmonotone: {x: up}", "FLR1014", "monotone")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y, categorical: [x]}\nmonotone: {x: up}", "FLR1014", "monotone.x")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nmonotone: {x: up}\nfeatures: {cycles: [x]}", "FLR1014", "monotone.x")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nnetwork: {kind: additive, layers: 2}", "FLR1014", "network")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nnetwork: {kind: tabm, pairs: 2}", "FLR1014", "network.pairs")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nnetwork: {kind: additive, pairs: 51}", "FLR1011", "network.pairs")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nnetwork: {kind: additive, pairs: some}", "FLR1009", "network.pairs")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nnetwork: {kind: additive, pairs: [u, v]}", "FLR1009", "network.pairs[0]")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nnetwork: {kind: additive, pairs: [[u]]}", "FLR1011", "network.pairs[0]")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nnetwork: {kind: additive, pairs: [[u, u]]}", "FLR1011",
        "network.pairs[0]")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nnetwork: {kind: additive, pairs: [[u, v], [v, u]]}", "FLR1011",
        "network.pairs[1]")]
    [InlineData("recipe: a/b\ndata: {path: a.csv, target: y}\nlevels: [0.5, 2]", "FLR1011", "levels[1]")]
    public void A_wrong_value_is_told_with_its_key(string text, string code, string key) =>
        Assert.Contains((code, key), PlanFile.Problems(text).Select(problem => (problem.Code, problem.Key)));

    [Fact]
    public void The_schema_names_every_key_and_kind()
    {
        string schema = PlanFile.Schema();
        using var document = System.Text.Json.JsonDocument.Parse(schema);
        System.Text.Json.JsonElement keys = document.RootElement.GetProperty("properties");
        Assert.Equal(["recipe", "data"], document.RootElement.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.False(document.RootElement.GetProperty("additionalProperties").GetBoolean());
        Assert.Equal(1, keys.GetProperty("fit").GetProperty("properties").GetProperty("epochs").GetProperty("minimum").GetInt32());
        Assert.All(System.Text.RegularExpressions.Regex.Matches(schema, "\"\\$ref\": \"(.*)\""),
            match => Assert.Equal("#/$defs/layer", match.Groups[1].Value));
        Assert.Contains("\"const\": \"out-of-time\"", schema, StringComparison.Ordinal);
        Assert.Contains("\"const\": \"transformerBlock\"", schema, StringComparison.Ordinal);
        Assert.Equal("array", keys.GetProperty("data").GetProperty("properties").GetProperty("drop").GetProperty("type").GetString());
    }
}

namespace Florin;

/// <summary>What keys of a plan ask of one another; single values are judged where they are read.</summary>
static class PlanRules
{
    /// <summary>The tasks of fields in which all are known.</summary>
    static readonly string[] Tasks =
        ["credit/default-risk", "credit/lgd", "credit/ead", "generic/classification", "generic/regression", "generic/counts"];

    /// <summary>The metrics that a gate may name.</summary>
    public static readonly string[] Metrics =
    [
        "auc", "gini", "ks", "averagePrecision", "brier", "logLoss", "ece", "accuracy", "macroF1", "macroAuc", "recallAtFpr01",
        "cardPrecision100",
        "poissonDeviance", "gammaDeviance", "tweedieDeviance", "shareDeviance", "bias", "generalisedAuc", "lossCapture",
        "mse", "mae", "rSquared", "pinball", "crps", "sharpe", "maxDrawdown",
        "turnover", "psi",
    ];

    public static IEnumerable<PlanProblem> Of(Plan plan) =>
    [
        .. Recipe(plan), .. Data(plan.Data), .. Rows(plan.Data), .. Split(plan), .. Network(plan), .. PairRules.Of(plan),
        .. MonotoneRules.Of(plan),
        .. FairnessRules.Of(plan),
        .. ReasonPlanRules.Of(plan.Credit),
        .. Levels("levels", plan.Levels), .. Levels("learningCurve", plan.LearningCurve),
        .. Levels("forecast.levels", plan.Forecast?.Levels ?? []),
        .. ValidationRules.Of(plan),
        .. CreditRules.Of(plan),
        .. ShareRules.Of(plan),
        .. RejectRules.Of(plan),
        .. plan.Gates.Keys.Where(metric => !Metrics.Contains(metric)).Select(NoMetric),
    ];

    static PlanProblem NoMetric(string name) => new("FLR1013", $"gates.{name}", "no such metric")
    {
        Found = $"\"{name}\"",
        Expected = "one of " + string.Join(", ", Metrics),
        Nearest = NearestName.Of(name, Metrics),
    };

    /// <summary>What is wrong with a recipe of a field whose tasks are known; null: nothing.</summary>
    internal static PlanProblem? Unknown(string recipe) => Tasks.Contains(recipe) || recipe.Split('/')[0] is not ("credit" or "generic")
        ? null
        : new PlanProblem("FLR1011", "recipe", "there is no such recipe")
        {
            Found = $"\"{recipe}\"",
            Expected = "one of " + string.Join(", ", Tasks),
            Nearest = NearestName.Of(recipe, Tasks),
        };

    static IEnumerable<PlanProblem> Recipe(Plan plan)
    {
        if (plan.Recipe.Split('/') is not [{ Length: > 0 } field, { Length: > 0 }])
            yield return new PlanProblem("FLR1011", "recipe", "a recipe is a field and a task")
            {
                Found = $"\"{plan.Recipe}\"",
                Expected = "a name such as credit/default-risk",
            };
        else if (Unknown(plan.Recipe) is { } unknown) yield return unknown;
        else if (field != "markets" && string.IsNullOrEmpty(plan.Data.Target))
            yield return new PlanProblem("FLR1008", "data.target", "a key that is needed is not there")
            {
                Expected = "the column to be predicted",
                Fix = "add target: to data",
            };
    }

    static IEnumerable<PlanProblem> Network(Plan plan)
    {
        if (plan.Network is { Name: not ("mlp" or "tabm" or "realmlp" or "monotone" or "additive" or "auto"), Sizes: not null } fixedOne)
            yield return Two("network", $"{fixedOne.Name} has no sizes to choose",
                "leave them out, or take mlp, tabm, realmlp, monotone or additive");
        if (plan.Network is { Name: not "tabm", Sizes.Members: not null })
            yield return Two("network.members", "only tabm has members", "leave members out, or write kind: tabm");
        if (plan.Network is { Name: "additive", Sizes: { Layers: not null } or { Dropout: not null } })
            yield return Two("network", "the small nets of additive have units alone", "leave layers and dropout out");
        if (plan.Search is not null && plan.Network is { Name: null })
            yield return Two("search", "a network that lists its layers has nothing to search", "name the network, or leave search out");
    }

    static IEnumerable<PlanProblem> Data(DataPlan data)
    {
        if (!DataPlan.DelimiterOf(data.Delimiter, out _))
            yield return new PlanProblem("FLR1011", "data.delimiter", "a delimiter is one ASCII character")
            {
                Found = $"\"{data.Delimiter}\"",
                Expected = "one character, tab or auto",
            };
        if (data.Positive is not null && data.Kind is OutcomeKind.Number or OutcomeKind.Count or OutcomeKind.Share)
            yield return new PlanProblem("FLR1014", "data.positive", "an amount, a count or a share has no positive value")
            {
                Fix = "leave positive out, or take another kind",
            };
    }

    /// <summary>Whether it is clear where the rows stand.</summary>
    public static IEnumerable<PlanProblem> Rows(DataPlan data)
    {
        if (data.Path is { Length: 0 })
            yield return new PlanProblem("FLR1011", "data.path", "a path is not empty") { Expected = "the data file" };
        if (data is { Source: DataSource.File, Path: null })
            yield return new PlanProblem("FLR1008", "data.path", "a key that is needed is not there")
            {
                Expected = "path",
                Fix = "add path:, or source: postgres",
            };
        if (data is { Source: not DataSource.File, Path: not null })
            yield return Two("data.path", "rows of PostgreSQL stand in no file", "leave path out, or source");
        if (data is { Table: not null, Query: not null })
            yield return Rows("data.query", "a table and a query exclude each other", "keep one of them");
        if (data is { Source: not DataSource.File, Table: null, Query: null })
            yield return Rows("data", "a database needs a table or a query", "add table: loans, or query: \"select ...\"");
        if (!data.Order.Span.IsEmpty && !data.IsDatabase)
            yield return Rows("data.order", "a file has its own order", "leave order out, or name a table of a database");
    }

    static PlanProblem Rows(string key, string message, string fix) => new("FLR1580", key, message) { Fix = fix };

    static IEnumerable<PlanProblem> Split(Plan plan)
    {
        PlanProblem? problem = plan.Split switch
        {
            SplitPlans.OutOfTime { Share: null, From: null } => Two("split", "an out-of-time split has a share or a first moment",
                "give share: 0.2, or from:"),
            SplitPlans.OutOfTime { Share: not null, From: not null } => Two("split.from", "a share and a first moment exclude each other",
                "keep one of them"),
            SplitPlans.OutOfTime { From: { } from } when !Numbers.TryParse(from, out _) && !Dates.TryParse(from, out _) =>
                new PlanProblem("FLR1009", "split.from", "another value is expected")
                {
                    Found = $"\"{from}\"",
                    Expected = "a day such as 2018-07-25, or a number where the time is one",
                },
            SplitPlans.KFold { Group: true } when plan.Data.Group is null => Two("split.group", "there is no group to keep together",
                "name the column: data: {group: customer}"),
            SplitPlans.Combinatorial { Groups: var groups, Test: var test } when test >= groups => Two("split.test",
                "fewer groups are tested than there are", "give fewer groups to the test"),
            _ => null,
        };
        if (problem is not null) yield return problem;
        if (plan.Split is SplitPlans.OutOfTime or SplitPlans.Prequential or SplitPlans.WalkForward && plan.Data.Time is null)
            yield return Two("split.kind", "a split in time needs a time", "name the column: data: {time: issued_on}");
    }

    static IEnumerable<PlanProblem> Levels(string key, EquatableArray<double> levels) =>
        from level in levels.Index()
        where !(level.Item is > 0 and < 1)
        select new PlanProblem("FLR1011", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{key}[{level.Index}]"),
            "a level is between 0 and 1")
        {
            Found = Numbers.Text(level.Item),
            Expected = "above 0 and below 1",
        };

    static PlanProblem Two(string key, string message, string fix) => new("FLR1014", key, message) { Fix = fix };
}
